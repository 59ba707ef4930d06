/** What a plan wants to change, attribute by attribute, less what the emulator behind is known to forget. */

/** None of these may ever touch ECS, ECR, parameters or scaling. */
export const forgotten = [
  {
    type: /^aws_vpc_security_group_(in|e)gress_rule$/,
    attribute: 'description',
    why: 'moto forgets descriptions of rules that name a group',
  },
  {
    type: /^aws_db_parameter_group$/,
    attribute: 'parameter',
    why: 'moto forgets the parameters of a parameter group',
  },
]

const ours = /^aws_(ecs|ecr|ssm|appautoscaling)_/

/** @returns {{ wanted: string[], excepted: string[] }} one line per change */
export function changesOf(plan) {
  const wanted = []
  const excepted = []
  for (const { address, type, mode, change } of plan.resource_changes ?? []) {
    if (mode !== 'managed' || change.actions.join() === 'no-op') continue
    if (change.actions.join() !== 'update') {
      wanted.push(`${address}: ${change.actions.join(' and ')}`)
      continue
    }
    for (const attribute of differing(change)) {
      const exception = ours.test(type)
        ? undefined
        : forgotten.find(each => each.type.test(type) && each.attribute === attribute)
      const line = `${address}: ${attribute} ${told(change.before?.[attribute])} → ${told(change.after?.[attribute])}`
      if (exception) excepted.push(`${address}: ${attribute} (${exception.why})`)
      else wanted.push(line)
    }
  }
  for (const [name, { actions, before, after }] of Object.entries(plan.output_changes ?? {}))
    if (actions.join() !== 'no-op') wanted.push(`output ${name}: ${told(before)} → ${told(after)}`)
  return { wanted, excepted }
}

function differing({ before, after, after_unknown: unknown = {} }) {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {}), ...Object.keys(unknown)])
  return [...names].filter(
    name =>
      (unknown[name] !== undefined && isUnknown(unknown[name])) ||
      JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]),
  )
}

/** The plan marks what is unknown by true, at any depth. */
const isUnknown = mark =>
  mark === true || (typeof mark === 'object' && mark !== null && Object.values(mark).some(isUnknown))

const told = value => {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}
