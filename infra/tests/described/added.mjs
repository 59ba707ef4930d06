// What ECS adds to a task definition when it describes one, a row each: the table of the local ECS, and with it what is not
// verified there, since no plan may mind it either. The provider levels most of it; what it does not level is under `needed`.
// Not here is what ECS only gives back as it was sent, such as the empty lists of the console (`links`, `devices`,
// `secretOptions`): the provider does not level those either, so a definition does not say them.
import { readFileSync } from 'node:fs'

const TABLE = new URL('../../../src/emulator/services/ecs/described.json', import.meta.url)
const { taskDefinition: rows } = JSON.parse(readFileSync(TABLE, 'utf8'))

/** The members that `at` leads to, through every item of a list. */
function thingsAt(definition, at) {
  let things = [definition]
  for (const key of at.split('.').filter(Boolean)) things = things.flatMap(thing => thing[key] ?? [])
  return things
}

const holds = ({ when = {} }, definition) => Object.entries(when).every(([key, values]) => values.includes(definition[key] ?? null))
const isEmpty = value => typeof value === 'object' && Object.keys(value).length === 0

const addRow = row => definition => {
  if (!holds(row, definition)) return
  for (const thing of thingsAt(definition, row.at)) {
    for (const [key, value] of Object.entries(row.asNone ?? {})) if (thing[key] === value) delete thing[key]
    for (const [key, value] of Object.entries(row.adds ?? {})) thing[key] ??= value?.sameAs ? thing[value.sameAs] : structuredClone(value)
    for (const key of row.leavesOut ?? []) if (isEmpty(thing[key])) delete thing[key]
  }
}

/** @type {Record<string, (definition: any) => void>} */
export const added = {
  ...Object.fromEntries(rows.filter(({ asGiven }) => !asGiven).map(row => [row.name, addRow(row)])),
  'what only a description has': definition =>
    Object.assign(definition, {
      requiresAttributes: [{ name: 'com.amazonaws.ecs.capability.task-iam-role' }, { name: 'ecs.capability.task-eni' }],
      compatibilities: ['EC2', 'FARGATE', 'MANAGED_INSTANCES'],
      registeredBy: 'arn:aws:sts::123456789012:assumed-role/deploy/run',
    }),
  // The order of variables and secrets is not promised.
  'variables and secrets in another order': definition =>
    definition.containerDefinitions.forEach(each => (each.environment?.reverse(), each.secrets?.reverse())),
}

/** A definition as ECS describes it: with one row's additions, or with all of them. */
export function describe(definition, row) {
  const described = structuredClone(definition)
  for (const [name, add] of Object.entries(added)) if (row === undefined || row === name) add(described)
  return described
}

/** What a definition must say itself, or every plan replaces it: as it would be without, and the row that shows it. */
export const needed = {
  'capabilities.add': {
    row: 'both lists of capabilities',
    without: containers => containers.forEach(({ linuxParameters }) => delete linuxParameters?.capabilities?.add),
  },
}
