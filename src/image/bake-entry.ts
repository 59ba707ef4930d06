/** Entries of a bake target that docker writes as lines, `type=env,id=npm`, and newer ones as objects. Pure. */
import { quoted } from '../failure/words.ts'
import { type Options, type Secret, splitAtEquals } from './source.ts'

type Say = (found: string, fix: string) => void

/** One or several. */
export const listed = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]

/** By name; of a word without `=` that is the name, and the value is `true`. Null says nothing. */
function fieldsOf(entry: unknown): Map<string, string> {
  if (typeof entry === 'object' && entry !== null) {
    const said = Object.entries(entry).filter(([, value]) => value !== null && value !== '')
    return new Map(said.map(([name, value]) => [name.toLowerCase(), String(value)]))
  }
  const parts = String(entry).split(',').map(splitWord)
  return new Map(parts.map(([name, value]) => [name.trim().toLowerCase(), value]))
}

const splitWord = (word: string): [string, string] => (word.includes('=') ? splitAtEquals(word) : [word, 'true'])

const ID = /^[A-Za-z0-9_][\w.-]*$/
const VARIABLE = /^[A-Za-z_]\w*$/
const ALL = 'Write `id=npm,env=NPM_TOKEN` or `id=netrc,src=.netrc`, or have `secrets` of `build` say it.'

/** By id. As docker has it (buildx, util/buildflags): one that says neither is a variable of that name, else a file. */
export function secrets(
  entries: readonly unknown[],
  env: Readonly<Record<string, string | undefined>>,
  say: Say,
): Record<string, Secret> {
  const found: [string, Secret][] = []
  for (const entry of entries) {
    const fields = fieldsOf(entry)
    const { type = '', id = '', env: named, src, source = src } = Object.fromEntries(fields)
    const isKnown = [...fields.keys()].every(name => ['type', 'id', 'env', 'src', 'source'].includes(name))
    const variable = named ?? (type === 'env' ? (source ?? id) : undefined)
    const isVariable = variable !== undefined || (source === undefined && type === '' && env[id] !== undefined)
    const value: Secret = isVariable ? { variable: variable ?? id } : { file: source ?? id }
    const isRight = 'variable' in value ? VARIABLE.test(value.variable) : /^[^",]+$/.test(value.file)
    if (isKnown && ID.test(id) && ['', 'env', 'file'].includes(type) && isRight) found.push([id, value])
    else say(`has ${quoted(entry)}`, ALL)
  }
  return Object.fromEntries(found)
}

/** The job has one agent. */
export function sshId(entries: readonly unknown[], say: Say): string | undefined {
  const ids = entries.map(entry => {
    if (typeof entry !== 'object' || entry === null) return String(entry)
    const { id = 'default', paths = [] } = entry as { id?: string; paths?: readonly string[] | null }
    return listed(paths).length === 0 ? id : `${id}=${listed(paths).join(',')}`
  })
  if (ids.length > 1 || ids.some(id => !ID.test(id))) {
    say(`is ${quoted(ids.join(', '))}`, 'Give `default` or one other id, without a path: it is the job’s SSH agent.')
    return undefined
  }
  return ids[0]
}

/** A name alone is an image of a registry. */
export const cacheLines = (entries: readonly unknown[]): string[] =>
  entries.map(entry => {
    if (typeof entry === 'string') return entry.includes('=') ? entry : `type=registry,ref=${entry}`
    return [...fieldsOf(entry)].map(([name, value]) => `${name}=${value}`).join(',')
  })

export function attestations(entries: readonly unknown[], say: Say): Pick<Options, 'sbom' | 'provenance'> {
  const found: { sbom?: boolean; provenance?: 'none' | 'min' | 'max' } = {}
  for (const entry of entries) {
    const fields = fieldsOf(entry)
    const { type, mode = 'min', disabled = 'false' } = Object.fromEntries(fields)
    const known = type === 'provenance' ? ['type', 'mode', 'disabled'] : ['type', 'disabled']
    const isKnown = [...fields.keys()].every(name => known.includes(name)) && /^(?:true|false)$/.test(disabled)
    if (isKnown && type === 'sbom') found.sbom = disabled === 'false'
    else if (isKnown && type === 'provenance' && (mode === 'min' || mode === 'max'))
      found.provenance = disabled === 'true' ? 'none' : mode
    else say(`has ${quoted(entry)}`, 'Known are type=sbom, and type=provenance with mode=min or max.')
  }
  return found
}
