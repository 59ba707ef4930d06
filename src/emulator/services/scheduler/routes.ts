/** Where each operation is, as the model of EventBridge Scheduler has it. */

export interface Routed {
  readonly operation: string
  /** What the path and the query say. */
  readonly input: Readonly<Record<string, unknown>>
}

/** Of the path the last part is the member that is named. */
const ROUTES: readonly (readonly [route: RegExp, operation: string, member?: string])[] = [
  [/^POST \/schedules\/([^/]+)$/, 'CreateSchedule', 'Name'],
  [/^GET \/schedules\/([^/]+)$/, 'GetSchedule', 'Name'],
  [/^PUT \/schedules\/([^/]+)$/, 'UpdateSchedule', 'Name'],
  [/^DELETE \/schedules\/([^/]+)$/, 'DeleteSchedule', 'Name'],
  [/^GET \/schedules\/?$/, 'ListSchedules'],
  [/^POST \/schedule-groups\/([^/]+)$/, 'CreateScheduleGroup', 'Name'],
  [/^GET \/schedule-groups\/([^/]+)$/, 'GetScheduleGroup', 'Name'],
  [/^DELETE \/schedule-groups\/([^/]+)$/, 'DeleteScheduleGroup', 'Name'],
  [/^GET \/schedule-groups\/?$/, 'ListScheduleGroups'],
  [/^POST \/tags\/(.+)$/, 'TagResource', 'ResourceArn'],
  [/^GET \/tags\/(.+)$/, 'ListTagsForResource', 'ResourceArn'],
  [/^DELETE \/tags\/(.+)$/, 'UntagResource', 'ResourceArn'],
]

/** Where the query names a member otherwise. */
const MEMBERS: Readonly<Record<string, string>> = {
  groupName: 'GroupName',
  clientToken: 'ClientToken',
  ScheduleGroup: 'GroupName',
}

export function route(method: string, url: string): Routed | undefined {
  const [path = '', search = ''] = url.split('?')
  for (const [pattern, operation, member] of ROUTES) {
    const found = pattern.exec(`${method} ${path}`)
    if (found === null) continue
    return { operation, input: { ...queried(search), ...(member && { [member]: decoded(found[1] ?? '') }) } }
  }
  return undefined
}

function queried(search: string): Record<string, unknown> {
  const query = new URLSearchParams(search)
  const input: Record<string, unknown> = {}
  for (const [name, value] of query)
    input[MEMBERS[name] ?? name] =
      name === 'MaxResults' ? Number(value) : name === 'TagKeys' ? query.getAll(name) : value
  return input
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
