// A plan as `terraform show -json` prints it, made easy to ask.
import assert from 'node:assert/strict'

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

  /** Whether a value will be filled in at apply: it is wired to something that does not exist yet. */
  wired(type, attribute, ...parts) {
    const [change] = this.changes(type, ...parts)
    assert.ok(change, `a ${type} ${parts.join(' ')}`)
    assert.equal(change.change.after_unknown[attribute], true, `${change.address} takes ${attribute} from a resource`)
  }

  output(name) {
    return this.json.output_changes[name].after
  }

  /** The statements of a role's or resource's policy. */
  statements(text) {
    return [JSON.parse(text).Statement].flat()
  }
}
