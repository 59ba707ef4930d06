/** README.md with its tables of inputs and outputs as action.yml has them. */
import { parse, parseDocument } from 'yaml'

export const cell = text => text.trim().replaceAll('|', '\\|').replaceAll('\n', ' ')

export function withTables(readme, action) {
  const { inputs, outputs } = parse(action)
  const groups = groupsOf(action)
  const tables = {
    inputs: [
      '| input | default | |',
      '|---|---|---|',
      ...Object.entries(inputs).flatMap(([name, { description, default: preset }]) => [
        ...(groups.has(name) ? [`| **${groups.get(name)}** | | |`] : []),
        `| \`${name}\` | ${preset ? `\`${preset}\`` : ''} | ${cell(description)} |`,
      ]),
    ],
    outputs: [
      '| output | |',
      '|---|---|',
      ...Object.entries(outputs).map(([name, { description }]) => `| \`${name}\` | ${cell(description)} |`),
    ],
  }
  return filled(readme, 'README.md', tables)
}

/** What the comment above an input says that it begins: `# ── where ──`. */
function groupsOf(action) {
  const { items } = parseDocument(action).get('inputs')
  return new Map(
    items.flatMap(({ key }, i) => {
      // the comment above the first of a mapping is the mapping's own
      const comment = i === 0 ? /^ +# (.*)$/m.exec(action)?.[1] : key.commentBefore
      const [, title] = /── (.*?) ──/.exec(comment ?? '') ?? []
      return title === undefined ? [] : [[key.value, title]]
    }),
  )
}

/**
 * docs/manifest.md with its tables of keys as the JSON Schema has them, and of the inputs that say them.
 * @param {Record<string, { of: readonly string[], key?: readonly string[] }>} inputs
 */
export function withKeys(page, schema, inputs) {
  const { $defs, properties } = JSON.parse(schema)
  const { images, services, environments, ...place } = properties
  return filled(page, 'docs/manifest.md', {
    place: keysOf(place),
    service: keysOf(without($defs.service.properties, $defs.image.properties)),
    image: keysOf($defs.image.properties),
    without: [
      '| input | key of the service | read by |',
      '|---|---|---|',
      ...Object.entries(inputs)
        .filter(([, { key }]) => key !== undefined)
        .map(
          ([name, { key, of }]) =>
            `| \`${name}\` | \`${key.join('.')}\` | ${of.map(each => `\`${each}\``).join(', ')} |`,
        ),
    ],
  })
}

/** `image` is in both, and says more of a service. */
const without = (properties, others) =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => name === 'image' || !Object.hasOwn(others, name)))

/** docs/images.md with its table of what a build may ask for. */
export function withBuildKeys(page, schema) {
  const [{ anyOf }] = JSON.parse(schema).$defs.service.properties.build.anyOf
  const { properties } = anyOf.find(each => each.type === 'object')
  return filled(page, 'docs/images.md', { build: keysOf(properties) })
}

const keysOf = properties => [
  '| key | default | |',
  '|---|---|---|',
  ...Object.entries(properties).map(([name, { description }]) => {
    const [words, otherwise = ''] = description.replace(/\.$/, '').split('. Default: ')
    return `| \`${name}\` | ${cell(otherwise)} | ${cell(words)} |`
  }),
]

/** A page with each of the tables between `<!-- name -->` and `<!-- /name -->`. */
export function filled(page, path, tables) {
  return Object.entries(tables).reduce((text, [name, lines]) => {
    const block = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(\n?<!-- /${name} -->)`)
    if (!block.test(text)) throw new Error(`${path} has no place for the ${name}: <!-- ${name} --> … <!-- /${name} -->`)
    return text.replace(block, (_, open, close) => `${open}${lines.join('\n')}\n${close.trimStart()}`)
  }, page)
}
