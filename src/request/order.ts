/** The order of services by their needs, and what stands against it. Pure. */
import type { Fault } from '../failure/failure.ts'
import { quoted, suggestion } from '../failure/words.ts'
import type { At } from './at.ts'
import { fault } from './kind.ts'

/** Anything that has a name and says which names it needs. */
export interface Ordered {
  readonly name: string
  readonly needs: readonly string[]
}

/** Services in the order of their needs: those of one wave need none of each other and roll out together. */
export function waves<Item extends Ordered>(services: readonly Item[]): Item[][] {
  const here = new Set(services.map(({ name }) => name))
  const done = new Set<string>()
  const result: Item[][] = []
  while (done.size < here.size) {
    const wave = services.filter(
      ({ name, needs }) => !done.has(name) && needs.every(need => done.has(need) || !here.has(need)),
    )
    if (wave.length === 0) break
    for (const { name } of wave) done.add(name)
    result.push(wave)
  }
  return result
}

/** How many minutes they take, where those of one wave go together and the next waits for them. */
export const minutesInTurn = <Item extends Ordered>(
  services: readonly Item[],
  minutesOf: (item: Item) => number,
): number => waves(services).reduce((sum, wave) => sum + Math.max(...wave.map(minutesOf)), 0)

/** Two entries for one ECS service, whose cluster is `top` where they name none, would each undo what the other orders. */
export function sameServiceFaults(
  top: string,
  services: readonly { name: string; service: string; cluster?: string | undefined }[],
  at: At,
): Fault[] {
  return services.flatMap(({ name, service, cluster = top }, index) => {
    // an empty one has been refused already
    const isSame = (each: (typeof services)[number]) =>
      service !== '' && each.service === service && isSameCluster(each.cluster ?? top, cluster)
    const first = services.slice(0, index).find(isSame)?.name
    if (first === undefined) return []
    const what = ` and services.${name} are one ECS service, ${quoted(service)}`
    const fix = 'Keep one entry for each ECS service: one order would undo the other.'
    return [{ ...fault(at.key(first), what, fix, at.key(name).place), code: 'EVK-117' }]
  })
}

/** A name means the cluster of that name where the credentials are, which an ARN of another account or region is refused for. */
function isSameCluster(one: string, other: string): boolean {
  if (one.startsWith('arn:') && other.startsWith('arn:')) return one === other
  return one.split('/').at(-1) === other.split('/').at(-1)
}

/** `at`: where the services are listed. */
export function orderFaults(services: readonly Ordered[], at: At): Fault[] {
  const names = services.map(({ name }) => name)
  const unknown = services.flatMap(({ name, needs }) =>
    needs
      .filter(need => !names.includes(need))
      .map(need =>
        fault(
          at.key(name).key('needs'),
          `: ${quoted(need)} is not a service here${suggestion(need, names)}`,
          `Services here: ${names.join(', ')}.`,
        ),
      ),
  )
  return [...unknown, ...circleFaults(services, at)]
}

/** Each circle once; what only leads to or from one is none. */
function circleFaults(services: readonly Ordered[], at: At): Fault[] {
  const ordered = new Set(waves(services).flatMap(wave => wave.map(({ name }) => name)))
  const stuck = services.filter(({ name }) => !ordered.has(name))
  if (stuck.length === 0) return []
  const path = circle(stuck)
  const place = at.key(path[0] ?? '').key('needs').place
  const found = fault(at.top, `: needs form a circle: ${path.join(' → ')}`, 'Take one of these needs out.', place)
  return [
    found,
    ...circleFaults(
      stuck.filter(({ name }) => !path.includes(name)),
      at,
    ),
  ]
}

function circle(stuck: readonly Ordered[]): string[] {
  const path: string[] = []
  let next = stuck[0]
  while (next && !path.includes(next.name)) {
    path.push(next.name)
    const needs = next.needs
    next = stuck.find(({ name }) => needs.includes(name))
  }
  return [...path.slice(path.indexOf(next?.name ?? '')), next?.name ?? '']
}
