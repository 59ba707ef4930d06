// What is used and not there, one line each.
import { blocksUsed, readsUsed } from './used.mjs'

/** Terraform's own, allowed in every block of these kinds. */
const META = { args: ['count', 'for_each', 'depends_on', 'provider'], blocks: ['lifecycle', 'provisioner', 'connection'] }

export function strangersTo(schema, files) {
  return [
    ...blocksUsed(files).flatMap(({ key, where, block }) => {
      const type = schema.types[key]
      return type ? strangersIn(block, type, '', META).map(each => `${where}: ${each}`) : [`${where}: no ${key}`]
    }),
    ...readsUsed(files)
      .filter(({ key, attribute }) => schema.types[key] && !has(schema.types[key], attribute))
      .map(({ attribute, where }) => `${where}: no attribute ${attribute}`),
  ]
}

function strangersIn(block, type, path, meta = { args: [], blocks: [] }) {
  const known = new Set([...type.required, ...type.optional])
  const given = new Set([...block.args.keys(), ...block.blocks.map(each => each.name)])
  return [
    ...type.required.filter(each => !given.has(each)).map(each => `${path}${each} is required`),
    ...[...block.args.keys()]
      .filter(each => !meta.args.includes(each) && (!known.has(each) || each in type.blocks))
      .map(each => `no argument ${path}${each}`),
    ...block.blocks
      .filter(each => !meta.blocks.includes(each.name))
      .flatMap(each => {
        const inner = type.blocks[each.name]
        return inner ? strangersIn(each, inner, `${path}${each.name}.`) : [`no block ${path}${each.name}`]
      }),
  ]
}

/** `master_user_secret.secret_arn`: what follows a map's name is its key and not the provider's matter. */
function has(type, attribute) {
  const [first, ...rest] = attribute.split('.')
  if (![...type.required, ...type.optional, ...(type.computed ?? [])].includes(first)) return false
  if (rest.length === 0 || type.computed?.includes(attribute)) return true
  if (type.blocks[first]) return has(type.blocks[first], rest.join('.'))
  return !type.computed?.some(each => each.startsWith(`${first}.`))
}
