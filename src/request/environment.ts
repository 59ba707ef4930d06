/** What an environment says differs from the top of a manifest. Pure. */
import type { Fault } from '../failure/failure.ts'
import { quoted, suggestion } from '../failure/words.ts'
import { insteadOf } from './instead.ts'
import { asMapping, fault, isNone, mapping } from './kind.ts'
import { ENVIRONMENT_KEYS, ENVIRONMENT_NAME, IMAGE_OVERLAY, OVERLAY } from './schema.ts'
import type { Entry } from './service.ts'
import { type Layer, readKeys, says, unknownKeys } from './shape.ts'

export function environmentFault(asked: string, names: readonly string[]): Fault {
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

export function readEnvironments({ at: top, values }: Layer, faults: Fault[]): Map<string, Layer> {
  if (!says(values, 'environments')) return new Map()
  const names = (key: string) => Object.keys(asMapping(values[key]) ?? {})
  const all = top.key('environments')
  return new Map(
    Object.entries(
      mapping(
        values.environments,
        all,
        faults,
        'List environments by their names, such as environments: {prod: {cluster: shop-prod}}.',
      ),
    ).map(([name, value]) => {
      const at = all.key(name)
      if (!ENVIRONMENT_NAME.test(name)) {
        const what = `: the environment name ${quoted(name)}`
        faults.push(fault(top, what, 'Use letters, digits, -, _ and . only.', at.place))
      }
      const layer = { at, values: mapping(value, at, faults) }
      unknownKeys(layer.values, ENVIRONMENT_KEYS, at, faults, insteadOf)
      readOverlays(layer, 'services', OVERLAY, names('services'), faults)
      readOverlays(layer, 'images', IMAGE_OVERLAY, names('images'), faults)
      return [name, layer]
    }),
  )
}

/** What an environment says of services or images; read with each of them, looked through here. */
function readOverlays(
  { at, values }: Layer,
  list: 'services' | 'images',
  shape: object,
  names: readonly string[],
  faults: Fault[],
): void {
  if (!says(values, list)) return
  const overlays = mapping(values[list], at.key(list), faults)
  unknownKeys(overlays, names, at.key(list), faults)
  for (const [name, overlay] of Object.entries(overlays)) {
    if (isNone(overlay)) continue
    const place = at.key(list).key(name)
    unknownKeys(mapping(overlay, place, faults), Object.keys(shape), place, faults, insteadOf)
  }
}

export function isAbsent(name: string, environment: readonly Layer[], faults: Fault[]): boolean {
  const layers = environment.map(({ at, values }) => ({
    at: at.key('services').key(name),
    values: asMapping(asMapping(values.services)?.[name]) ?? {},
  }))
  return layers.length > 0 && readKeys({ absent: OVERLAY.absent }, layers, faults).absent === true
}

/** Who needs what is absent needs what that would need: the order of the others stays. */
export function without(entries: readonly Entry[], absent: readonly string[]): Entry[] {
  const names = entries.map(({ name }) => name)
  // each is gone through once: a circle is told of by the top, and a need that is none where it stands
  const needsOf = (name: string, seen: Set<string>): readonly string[] => {
    if (!absent.includes(name)) return [name]
    if (seen.has(name)) return []
    seen.add(name)
    const { needs = [] } = entries.find(each => each.name === name) ?? {}
    return needs.filter(need => names.includes(need)).flatMap(need => needsOf(need, seen))
  }
  return entries
    .filter(({ name }) => !absent.includes(name))
    .map(entry => {
      const seen = new Set<string>()
      const needs = entry.needs.flatMap(need => needsOf(need, seen))
      return { ...entry, needs: [...new Set(needs)].filter(need => need !== entry.name || entry.needs.includes(need)) }
    })
}
