/** Inputs that are set and that nobody reads: of another command, of another action, misspelt. Pure. */
import type { Fault } from '../failure/failure.ts'
import { quoted, suggestion } from '../failure/words.ts'
import { COMMANDS, type Command, INPUT_NAMES, INPUTS, type Input, type InputName } from './input.ts'
import { insteadOfInput } from './instead.ts'

export function unreadFaults(input: (name: InputName) => string, command: Command): Fault[] {
  return INPUT_NAMES.flatMap((name): Fault[] => {
    const { of, form }: Input = INPUTS[name]
    const text = input(name)
    if (text === '' || of.includes(command)) return []
    const commands = COMMANDS.filter(each => of.includes(each)).map(each => `\`command: ${each}\``)
    // of pairs the values may be secrets
    const what = `input ${name} is ${form === 'pairs' ? 'set' : quoted(text)}, but command is ${command}`
    return [{ code: 'EVK-106', what, fix: `Set ${commands.join(' or ')}, or take \`${name}\` out.` }]
  })
}

/** GitHub only warns of an input that action.yml has not, and hands it over as it does the others: INPUT_CONTAINER-NAME. */
export function undeclaredFaults(env: Readonly<Record<string, string | undefined>>): Fault[] {
  return Object.entries(env).flatMap(([variable, text = '']): Fault[] => {
    const [, upper] = /^INPUT_(.+)$/.exec(variable) ?? []
    const name = upper?.toLowerCase()
    if (name === undefined || text.trim() === '' || Object.hasOwn(INPUTS, name)) return []
    const close = suggestion(name, INPUT_NAMES)
    const advice = insteadOfInput(name) || (close === '' ? 'README lists the inputs.' : 'Correct its name.')
    return [{ code: 'EVK-106', what: `input ${name} is none of this action${close}`, fix: advice }]
  })
}
