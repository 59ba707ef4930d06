/** A manifest as it is written: text in, Manifest out. Pure. */
import { parseDocument } from 'yaml'
import { type Fault, Refusal } from '../failure/failure.ts'
import { quoted, suggestion } from '../failure/words.ts'
import { asMapping, fault, type Layer, mapping, matching, optional, pick, ROLE, text, unknownKeys } from './field.ts'
import { insteadOf } from './instead.ts'
import type { Manifest } from './manifest.ts'
import { orderFaults, sameServiceFaults } from './order.ts'
import { OVERLAY_KEYS, readEntry } from './service.ts'

const KEYS = {
  top: ['cluster', 'region', 'role', 'services', 'environments'],
  environment: ['cluster', 'region', 'role', 'services'],
} as const

const CLUSTER = /^([A-Za-z0-9_-]{1,255}|arn:aws[\w-]*:ecs:[\w-]+:\d{12}:cluster\/[A-Za-z0-9_-]{1,255})$/
export const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d$/

/** Beyond these a parser's stack and time would decide. */
const LONGEST = 100_000
const TOO_DEEP = /(?:[[{][^[\]{}]*){50}|^ *(?:[-?:] +){20}|^ {200}/m

/** `environment` is the one asked for; empty: what the top of the file says. All are read, so that none can rot. */
export function parseManifest(text: string, file: string, environment = ''): Manifest {
  const faults: Fault[] = []
  const values = mapping(contents(text, file), file, faults)
  unknownKeys(values, KEYS.top, file, faults, insteadOf)
  const top: Layer = { at: `${file}: `, values }
  const layers = readEnvironments(top, faults, file)
  const bare = layers.size === 0 || values.cluster !== undefined ? readTop([top], faults, file) : undefined
  const manifests = new Map([...layers].map(([name, layer]) => [name, readTop([layer, top], faults, file)]))
  const some = bare ?? [...manifests.values()][0]
  if (faults.length === 0 && some) faults.push(...orderFaults(some.services, file))
  for (const { services } of [...manifests.values(), ...(bare ? [bare] : [])]) {
    faults.push(...sameServiceFaults(services, file))
  }
  if (faults.length > 0) throw new Refusal(once(faults), file)
  const chosen = environment === '' ? bare : manifests.get(environment)
  if (!chosen) throw new Refusal([environmentFault(environment, [...manifests.keys()])])
  return chosen
}

function environmentFault(asked: string, names: readonly string[]): Fault {
  if (asked === '') {
    const what = 'the manifest has environments and no cluster of its own, and input environment is empty'
    return { code: 'EVK-113', what, fix: `Set \`environment\` to one of: ${names.join(', ')}.` }
  }
  return {
    code: 'EVK-113',
    what: `input environment: ${quoted(asked)} is not in the manifest${suggestion(asked, names)}`,
    fix: names.length === 0 ? 'The manifest has no `environments`.' : `The manifest has: ${names.join(', ')}.`,
  }
}

const once = (faults: readonly Fault[]) => [...new Map(faults.map(each => [each.what, each])).values()]

function contents(text: string, file: string): unknown {
  if (text.length > LONGEST || TOO_DEEP.test(text)) {
    throw new Refusal(
      [fault(`${file} is too long or too deep`, 'A manifest lists services; this is something else.')],
      file,
    )
  }
  const document = parseDocument(text.replace(/^\ufeff/, ''), { uniqueKeys: true, logLevel: 'error' })
  const [broken] = document.errors
  if (broken) {
    const [what = ''] = broken.message.split('\n')
    const line = text.split('\n')[(broken.linePos?.[0].line ?? 1) - 1]
    throw new Refusal([fault(`${file}: ${what} ${quoted(line)}`, 'Mend the YAML at the line shown.')], file)
  }
  try {
    return document.toJS({ maxAliasCount: 50 }) ?? {}
  } catch (error) {
    const fix = 'Write the values out instead of using aliases.'
    throw new Refusal([fault(`${file}: ${(error as Error).message}`, fix)], file)
  }
}

function readEnvironments(top: Layer, faults: Fault[], file: string): Map<string, Layer> {
  if (top.values.environments === undefined) return new Map()
  const found = Object.entries(mapping(top.values.environments, `${file}: environments`, faults))
  return new Map(
    found.map(([name, value]) => {
      const at = `${file}: environments.${name}`
      if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/.test(name)) {
        faults.push(fault(`${file}: the environment name ${quoted(name)}`, 'Use letters, digits, -, _ and . only.'))
      }
      const values = mapping(value, at, faults)
      unknownKeys(values, KEYS.environment, at, faults, insteadOf)
      const overlays = values.services === undefined ? {} : mapping(values.services, `${at}.services`, faults)
      unknownKeys(overlays, Object.keys(asMapping(top.values.services) ?? {}), `${at}.services`, faults)
      for (const [service, overlay] of Object.entries(overlays)) {
        unknownKeys(
          mapping(overlay, `${at}.services.${service}`, faults),
          OVERLAY_KEYS,
          `${at}.services.${service}`,
          faults,
          insteadOf,
        )
      }
      return [name, { at: `${at}.`, values }]
    }),
  )
}

/** `layers`: the environment, where one is meant, then the top of the file. */
function readTop(layers: readonly Layer[], faults: Fault[], file: string): Manifest {
  const place = {
    cluster: matching(CLUSTER, pick(layers, 'cluster'), text, faults, 'Give the name or the ARN of an ECS cluster.'),
    region: matching(REGION, pick(layers, 'region'), optional, faults, 'A region looks like eu-west-1.'),
    role: matching(ROLE, pick(layers, 'role'), optional, faults, 'Give the ARN of an IAM role, arn:aws:iam::…:role/….'),
  }
  const known = faults.length
  const services = Object.entries(mapping(layers.at(-1)?.values.services, `${file}: services`, faults))
  if (faults.length === known && services.length === 0) {
    faults.push(fault(`${file}: services is empty`, 'List at least one service.'))
  }
  const environment = layers.slice(0, -1)
  return { ...place, services: services.map(([name, entry]) => readEntry(name, entry, environment, faults, file)) }
}
