/** What stands against an order of the services. Pure. */
import { type Fault, quoted, suggestion } from '../failure.ts'
import { type Entry, waves } from '../manifest.ts'
import { fault } from './value.ts'

export function orderFaults(services: readonly Entry[], file: string): Fault[] {
  const names = services.map(({ name }) => name)
  const unknown = services.flatMap(({ name, needs }) =>
    needs
      .filter(need => !names.includes(need))
      .map(need =>
        fault(
          `${file}: services.${name}.needs: ${quoted(need)} is not a service here${suggestion(need, names)}`,
          `Services here: ${names.join(', ')}.`,
        ),
      ),
  )
  if (unknown.length > 0) return unknown
  const ordered = new Set(waves(services).flatMap(wave => wave.map(({ name }) => name)))
  const stuck = services.filter(({ name }) => !ordered.has(name))
  return stuck.length === 0
    ? []
    : [fault(`${file}: needs form a circle: ${circle(stuck)}`, 'Take one of these needs out.')]
}

function circle(stuck: readonly Entry[]): string {
  const path: string[] = []
  let next = stuck[0]
  while (next && !path.includes(next.name)) {
    path.push(next.name)
    const needs = next.needs
    next = stuck.find(({ name }) => needs.includes(name))
  }
  return [...path.slice(path.indexOf(next?.name ?? '')), next?.name ?? ''].join(' → ')
}
