/** What the arguments of a command say of secrets: flags and their values, variables, headers, addresses. Pure. */
import type { Variable } from './looks.ts'

/** A line for a shell may hold one for another shell. */
const DEEPEST = 3

export const argumentsOf = (words: readonly string[]): Variable[] =>
  commandsOf(words, DEEPEST).flatMap(command => [
    ...command.flatMap((word, i) => ofWord(word, command[i + 1] ?? '')),
    ...ofProgram(command),
    ...ofClient(command),
  ])

function commandsOf(words: readonly string[], depth: number): (readonly string[])[] {
  if (depth === 0) return [words]
  const lines = words.filter(word => /\s/.test(word))
  return [words, ...lines.flatMap(commandsIn).flatMap(each => commandsOf(each, depth - 1))]
}

/** `--password=x`, `--password x`, `PASSWORD=x`, `-HX-Token: x`, `pass:x`. */
function ofWord(word: string, next: string): Variable[] {
  const [, name = '', value] = /^-{0,2}([A-Za-z][\w.-]*)(?:=(.*))?$/s.exec(word) ?? []
  const isFlag = word.startsWith('-')
  const found = value ?? (isFlag && !next.startsWith('-') ? next : undefined)
  const header = /^-H(.+)$/s.exec(word)?.[1]
  return [
    ...(name !== '' && found !== undefined ? [{ name, value: found }] : []),
    ...(value === undefined ? [] : [{ value }]),
    ...(header === undefined ? [] : [{ value: header }]),
    ...(word.startsWith('pass:') ? [{ name: 'password', value: word.slice('pass:'.length) }] : []),
    { value: word },
  ]
}

interface Flags {
  readonly program: RegExp
  /** Letters whose value is a password, in the same word or in the next. */
  readonly password?: string
  /** The same, in the same word alone. */
  readonly attached?: string
  /** Letters and names whose value is `user:password`. */
  readonly user?: RegExp
}

/** Flags of one letter say nothing without their program. From the manuals of these programs, 2026. */
const FLAGS: readonly Flags[] = [
  { program: /^(?:mysql|mariadb)[\w-]*$/, attached: 'p' },
  { program: /^(?:redis|valkey)-cli$/, password: 'a' },
  { program: /^(?:mongo\w*|sshpass|rabbitmqadmin|cypher-shell|cqlsh|influx)$/, password: 'p' },
  { program: /^(?:sqlcmd|bcp|mosquitto_\w+|zip|unzip)$/, password: 'P' },
  { program: /^ldap\w+$/, password: 'w' },
  { program: /^curl$/, user: /^(?:-[A-Za-z#]*[uU]|--user|--proxy-user)$/ },
  { program: /^(?:https?|xh|xhs|ab)$/, user: /^(?:-[aAP]|--auth)$/ },
  { program: /^(?:etcdctl|smbclient|lftp)$/, user: /^(?:-[uU]|--user)$/ },
]

/** No program takes a longer one. */
const LONGEST_PASSWORD = 4096

const isPassword = ({ length }: string) => length > 0 && length <= LONGEST_PASSWORD

function ofProgram(command: readonly string[]): Variable[] {
  const names = command.map(word => word.slice(word.lastIndexOf('/') + 1))
  return FLAGS.flatMap(({ program, password = '', attached = password, user }) => {
    const at = names.findIndex(name => program.test(name))
    if (at === -1) return []
    return command.slice(at + 1).flatMap((word, i, words) => {
      const next = words[i + 1] ?? ''
      const [dash, letter = '\0'] = word
      const isShort = dash === '-' && letter !== '-'
      const within = isShort && attached.includes(letter) ? word.slice(2) : ''
      const after = word.length === 2 && isShort && password.includes(letter) && !next.startsWith('-') ? next : ''
      const who = user?.test(word) ? next : user?.test(word.slice(0, 2)) ? word.slice(2) : ''
      const known = /^[^:,%]+[:,%](.+)$/s.exec(who)?.[1] ?? ''
      return [within, after, known].filter(isPassword).map(value => ({ name: 'password', value }))
    })
  })
}

/** Words that begin with `p` and are no password. */
const OPTION = /^-p(?:ort|ath|rof|roj|id|lug|rop|refix|arall|roxy|aram|rint|rel|rod|ass|ool|olic|roto|ack|roc|retty)/

/** Options of a program that is not named: after who asks `-pX` and `-p X` are a password, unless it is a port or a path. */
function ofClient(command: readonly string[]): Variable[] {
  const at = command.findIndex(word => /^(?:-u\w*|--user(?:name)?(?:=.*)?)$/.test(word))
  if (at === -1) return []
  return command.slice(at + 1).flatMap((word, i, words) => {
    if (!/^-p/.test(word) || OPTION.test(word)) return []
    const value = word.slice(2) || (words[i + 1] ?? '')
    return isPassword(value) && !/^[-/]|^[\d.:]+$/.test(value) ? [{ name: 'password', value }] : []
  })
}

/** The commands of a line as a shell parts it, each by its words, without quotes. */
export function commandsIn(line: string): string[][] {
  const commands: string[][] = [[]]
  let word: string | undefined
  const end = () => {
    if (word !== undefined) commands.at(-1)?.push(word)
    word = undefined
  }
  for (const [token] of line.matchAll(
    /\$'(?:[^'\\]|\\[\s\S])*'?|'[^']*'?|"(?:[^"\\]|\\[\s\S])*"?|\\[\s\S]?|\s+|[;|&()]+|(?:[^\s;|&()'"\\$]|\$(?!'))+/g,
  )) {
    if (/^\s/.test(token) && !token.includes('\n')) end()
    else if (/^[\s;|&()]/.test(token)) {
      end()
      if (commands.at(-1)?.length !== 0) commands.push([])
    } else word = (word ?? '') + unquoted(token)
  }
  end()
  return commands
}

function unquoted(token: string): string {
  if (token.startsWith("$'")) return inAnsi(token.slice(2).replace(/'$/, ''))
  if (token.startsWith("'")) return token.replace(/^'|'$/g, '')
  if (token.startsWith('"')) return token.replace(/^"|(?<!\\)"$/g, '').replace(/\\(["\\$`])/g, '$1')
  return token.startsWith('\\') ? token.slice(1).replace('\n', '') : token
}

const MARKS: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }

/** What is within `$'…'`, as bash reads it. */
const inAnsi = (text: string): string =>
  text.replace(/\\(?:x([\da-f]{1,2})|u([\da-f]{1,4})|([0-7]{1,3})|([\s\S]))/gi, (_, hex, code, octal, mark) =>
    mark === undefined
      ? String.fromCharCode(Number.parseInt(hex ?? code ?? octal, octal === undefined ? 16 : 8))
      : (MARKS[mark] ?? mark),
  )
