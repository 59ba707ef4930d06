// What infra/ uses of the AWS provider: the blocks it writes and the attributes it reads.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readHcl } from './hcl.mjs'

export const infra = resolve(import.meta.dirname, '../..')

/** The Terraform files of every root and module, by their path. */
export function terraformFiles() {
  return new Map(
    readdirSync(infra, { recursive: true })
      .filter(path => path.endsWith('.tf') && !path.includes('.terraform/') && !path.startsWith('tests/'))
      .sort()
      .map(path => [path, readFileSync(join(infra, path), 'utf8')]),
  )
}

const KINDS = { resource: 'resource', data: 'data', ephemeral: 'ephemeral' }

/** `{ key: 'resource aws_lb', where, block }` for each. */
export function blocksUsed(files) {
  return [...files].flatMap(([where, text]) =>
    readHcl(text).blocks.flatMap(block => {
      const [type, name] = block.labels
      if (block.name === 'provider' && type === 'aws') return [{ key: 'provider aws', where: `${where}: provider aws`, block }]
      if (!KINDS[block.name] || !type.startsWith('aws_')) return []
      return [{ key: `${block.name} ${type}`, where: `${where}: ${type}.${name}`, block }]
    }),
  )
}

const REFERENCE = /\b(data\.)?(aws_\w+)\.([\w-]+)((?:\[(?:[^[\]]|\[[^[\]]*\])*\]|\.\w+)*)/g
const LOOP = /\bfor (?:\w+, *)?(\w+) in (data\.)?(aws_\w+)\.[\w-]+ *:/g

/** `{ key, attribute: 'master_user_secret.secret_arn', where }` for each attribute that is read. */
export function readsUsed(files) {
  return [...files].flatMap(([where, text]) => [...direct(where, text), ...looped(where, text)])
}

function direct(where, text) {
  return [...text.replace(/^\s*#.*$/gm, '').matchAll(REFERENCE)].flatMap(([whole, data, type, , path]) => {
    const attribute = path.replace(/\[(?:[^[\]]|\[[^[\]]*\])*\]/g, '').slice(1)
    return attribute ? [{ key: `${data ? 'data' : 'resource'} ${type}`, attribute, where: `${where}: ${whole}` }] : []
  })
}

/** `[for subnet in aws_subnet.private : subnet.id]` */
function looped(where, text) {
  return [...text.matchAll(LOOP)].flatMap(({ 0: whole, 1: each, 2: data, 3: type, index }) => {
    const rest = text.slice(index + whole.length).split('\n', 1)[0]
    return [...rest.matchAll(new RegExp(`\\b${each}\\.(\\w+)`, 'g'))].map(([, attribute]) => ({
      key: `${data ? 'data' : 'resource'} ${type}`,
      attribute,
      where: `${where}: ${whole.trim()} ${each}.${attribute}`,
    }))
  })
}
