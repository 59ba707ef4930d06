// Writes schema.json: what provider 6 has of each type that infra/ uses, taken from bindings that were generated from that
// provider's schema. They are an npm package, unpacked in the folder given:
//   npm pack @cdktn/provider-aws@25.7.0 && tar xzf cdktn-provider-aws-25.7.0.tgz
//   node infra/tests/provider-6/digest.mjs package
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { blocksUsed, terraformFiles } from './used.mjs'

const MEMBER = /\/\*\*([^]*?)\*\/\s*readonly \w+(\??): ([^;]+);/g

const [folder] = process.argv.slice(2)
if (!folder) throw new Error('usage: digest.mjs FOLDER OF THE UNPACKED PACKAGE')

const keys = [...new Set(blocksUsed(terraformFiles()).map(each => each.key))].sort()
const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
const provider = /provider version (6\.[\d.]+)/.exec(readFileSync(join(folder, 'README.md'), 'utf8'))[1]
const types = keys.map(key => [key, typeOf(key)]).filter(([, type]) => type)

const lines = types.map(([key, type]) => `    ${JSON.stringify(key)}: ${JSON.stringify(type)}`)
writeFileSync(
  join(import.meta.dirname, 'schema.json'),
  `{\n  "provider": "${provider}",\n  "from": "${name} ${version}",\n  "types": {\n${lines.join(',\n')}\n  }\n}\n`,
)
for (const key of keys) if (!types.some(each => each[0] === key)) console.error(`provider ${provider} has no ${key}`)
console.log(`${types.length} types of provider ${provider}`)

/** Undefined where the package has no such type. */
function typeOf(key) {
  const [kind, type] = key.split(' ')
  const stem = type.replace('aws_', '').replaceAll('_', '-')
  const dir = join(folder, 'lib', { resource: stem, data: `data-aws-${stem}`, provider: 'provider' }[kind] ?? `ephemeral-${stem}`)
  if (!existsSync(dir)) return undefined
  const declared = readFileSync(join(dir, 'index.d.ts'), 'utf8')
  const interfaces = new Map([...declared.matchAll(/^export interface (\w+)[^{]*\{\n([^]*?)^\}/gm)].map(([, each, text]) => [each, text]))
  const [, main] = /\bconstructor\(.*\bconfig\??: (\w+)\);/.exec(declared)
  const whole = shape(interfaces, main)
  return { ...whole, computed: computed(readFileSync(join(dir, 'index.js'), 'utf8'), whole) }
}

/** Arguments by name as "required" or "optional", and the blocks within. */
function shape(interfaces, each) {
  const found = { required: [], optional: [], blocks: {} }
  for (const [, comment, optional, type] of interfaces.get(each).matchAll(MEMBER)) {
    const argument = /#(\w+) \w+#/.exec(comment)[1]
    const list = optional ? found.optional : found.required
    list.push(argument)
    const nested = [...type.matchAll(/\w+/g)].map(word => word[0]).find(word => interfaces.has(word))
    if (nested && comment.includes(`${argument} block`)) found.blocks[argument] = nested === each ? {} : shape(interfaces, nested)
  }
  return found
}

/** Attributes that are only read, those of an object in the form `object.attribute`. */
function computed(script, whole) {
  const classes = new Map([...script.matchAll(/^class (\w+) extends [^]*?^\}/gm)].map(match => [match[1], match[0]]))
  const main = [...classes.values()].find(text => /extends cdkt[fn]\.Terraform(Resource|DataSource|EphemeralResource)/.test(text))
  if (!main) return []
  const known = new Set([...whole.required, ...whole.optional])
  return below(main).filter(attribute => !known.has(attribute) && !(attribute.split('.')[0] in whole.blocks)).sort()

  function below(text) {
    const plain = [...text.matchAll(/get\w*(?:Attribute)\('(\w+)'\)/g), ...text.matchAll(/new cdkt[fn]\.\w+\(this, ["'](\w+)["']/g)].map(match => match[1])
    const objects = [...text.matchAll(/new (\w+)\(this, "(\w+)"/g)].flatMap(([, made, attribute]) => {
      const inner = classes.get(made.replace(/(List|Map)$/, 'OutputReference')) ?? classes.get(made)
      return inner ? [attribute, ...below(inner).map(each => `${attribute}.${each}`)] : [attribute]
    })
    return [...new Set([...plain, ...objects])]
  }
}
