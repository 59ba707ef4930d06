// A plan as `terraform show -json` prints it, made easy to ask.
import assert from 'node:assert/strict'

/** `service["nginx"].aws_iam_role.task`: an address without the words that every one has. */
export const shortly = address => address.replaceAll('module.', '').replace(/^platform\./, '')

export class Plan {
  constructor(json) {
    this.json = json
  }

  get resources() {
    return this.json.resource_changes.filter(each => each.mode === 'managed')
  }

  /** Values of every resource of a type whose address holds or matches all of `parts`. */
  all(type, ...parts) {
    return this.changes(type, ...parts).map(each => each.change.after)
  }

  one(type, ...parts) {
    const found = this.all(type, ...parts)
    assert.equal(found.length, 1, `one ${type} ${parts.join(' ')}, not ${found.length}`)
    return found[0]
  }

  none(type, ...parts) {
    assert.deepEqual(this.addresses(type, ...parts), [], `no ${type} ${parts.join(' ')}`)
  }

  changes(type, ...parts) {
    return this.resources.filter(each => each.type === type && parts.every(part => (part instanceof RegExp ? part.test(each.address) : each.address.includes(part))))
  }

  addresses(type, ...parts) {
    return this.changes(type, ...parts).map(each => each.address)
  }

  /** By address what `pick` makes of every resource of the types. */
  table(types, pick, ...parts) {
    return Object.fromEntries([types].flat().flatMap(type => this.changes(type, ...parts)).map(each => [shortly(each.address), pick(each.change.after)]))
  }

  /** The statements of a policy, also of one that Terraform puts together while it applies. */
  policy(text, document) {
    if (text) return this.statements(text).map(each => ({ ...each, Action: [each.Action].flat(), Resource: [each.Resource].flat() }))
    const [read] = this.json.resource_changes.filter(each => each.mode === 'data' && shortly(each.address) === document)
    assert.ok(read, `${document} is in the plan`)
    return read.change.after.statement.map(each => ({
      Sid: each.sid,
      Effect: each.effect ?? 'Allow',
      Action: each.actions,
      Resource: each.resources,
      ...(each.principals.length > 0 && { Principal: principals(each.principals) }),
      ...(each.condition.length > 0 && { Condition: conditions(each.condition) }),
    }))
  }

  /** Whether a value will be filled in at apply: it is wired to something that does not exist yet. */
  wired(type, attribute, ...parts) {
    const [change] = this.changes(type, ...parts)
    assert.ok(change, `a ${type} ${parts.join(' ')}`)
    assert.equal(change.change.after_unknown[attribute], true, `${change.address} takes ${attribute} from a resource`)
  }

  /** Where it is all made: the provider takes the region that the zones are of. */
  get region() {
    assert.deepEqual(this.json.configuration.provider_config.aws.expressions.region.references, ['local.region'])
    return this.all('aws_subnet')[0].availability_zone.slice(0, -1)
  }

  output(name) {
    return this.json.output_changes[name].after
  }

  /** The statements of a role's or resource's policy. */
  statements(text) {
    return [JSON.parse(text).Statement].flat()
  }
}

/** As they are written into a policy: one value is no list. */
const single = values => (values.length === 1 ? values[0] : values)

function principals(list) {
  if (list.some(each => each.type === '*')) return '*'
  return Object.fromEntries(list.map(each => [each.type, single(each.identifiers)]))
}

function conditions(list) {
  const all = {}
  for (const { test, variable, values } of list) (all[test] ??= {})[variable] = single(values)
  return all
}
