/** One service of a manifest, read and checked. Pure. */
import type { Fault } from '../failure/failure.ts'
import { quoted } from '../failure/words.ts'
import type { Build, ImageEntry } from '../image/source.ts'
import type { Released } from '../revision/container.ts'
import type { Strategy } from '../rollout/strategy.ts'
import type { At } from './at.ts'
import { insteadOf } from './instead.ts'
import { asMapping, fault, mapping } from './kind.ts'
import { ECS_NAME, OVERLAY, SERVICE } from './schema.ts'
import { type Layer, readKeys, unknownKeys } from './shape.ts'

/** One service of the manifest, with every default filled in. */
export interface Entry extends Released {
  /** What people call it: the key in the manifest. */
  readonly name: string
  /** Its name in ECS. */
  readonly service: string
  /** Of the containers that are named. */
  readonly images: ReadonlyMap<string, ImageEntry>
  readonly needs: readonly string[]
  /** Tasks to start with when the service has never run anything; 0 leaves it at 0. */
  readonly initialCount: number
  /** Whether it may pass with no task, where somebody scaled it to 0 or it never ran: nothing of it is proven then. */
  readonly mayStandAtZero: boolean
  /** The SSM parameter that tells Terraform which image runs; undefined: nobody wants to know. */
  readonly imageParameter: string | undefined
  /** How ECS moves it to a release; undefined: as the service has it. */
  readonly strategy: Strategy | undefined
}

/** `top` is the mapping at the top of the file, `environment` what lies over it. */
export function readEntry(
  name: string,
  value: unknown,
  environment: readonly Layer[],
  top: At,
  faults: Fault[],
): Entry {
  const at = top.key('services').key(name)
  if (!ECS_NAME.test(name)) {
    const what = `: the service name ${quoted(name)}`
    faults.push(fault(top, what, 'Use letters, digits, - and _ only.', at.place))
  }
  const values = mapping(value ?? {}, at, faults)
  unknownKeys(values, Object.keys(SERVICE), at, faults, insteadOf)
  const overlays = environment.map(layer => ({
    at: layer.at.key('services').key(name),
    values: onlyOverlay(asMapping(asMapping(layer.values.services)?.[name]) ?? {}),
  }))
  const found = readKeys(SERVICE, [...overlays, { at, values }], faults, {
    service: name,
    container: name,
    repository: name,
    build: '.',
  })
  const container = found.container ?? name
  const image: ImageEntry = {
    kind: 'build',
    name,
    at: `services.${name}`,
    repository: found.repository ?? name,
    build: found.build as Build,
    rebuild: false,
    alsoTag: [],
  }
  return {
    name,
    service: found.service ?? name,
    container,
    images: new Map([[container, image]]),
    needs: found.needs ?? [],
    initialCount: found['initial-count'] ?? 1,
    mayStandAtZero: found['may-stand-at-zero'] ?? false,
    imageParameter: found['image-parameter'],
    strategy: found.strategy,
  }
}

/** What else it says has been refused already. */
const onlyOverlay = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(OVERLAY, name)))
