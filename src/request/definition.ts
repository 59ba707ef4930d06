/** Reads a task definition from a file of the workspace. */
import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { TASK_DEFINITION } from '../edge/aws.ts'
import { type Fault, Refusal, refusalOf } from '../failure/failure.ts'
import { quoted, suggestion } from '../failure/words.ts'
import { variableFaults } from '../image/confine.ts'
import { needsOf } from '../image/dockerfile.ts'
import { dockerfileIn, noTarget } from '../image/gather.ts'
import { mistakenIn } from '../image/placeholder.ts'
import { type BuiltHere, type Filling, filled, variablesIn } from '../image/source.ts'
import type { Released } from '../revision/container.ts'
import type { Recorded } from '../revision/document.ts'
import { documentIn } from '../revision/written.ts'
import { builtIn } from './manifest.ts'
import type { Entry } from './service.ts'
import { readSource, textIn } from './source.ts'

export const isFile = (definition: string) => /\.(?:json|ya?ml)$/.test(definition)

/** A link may lead about in the workspace, not out of it. */
export async function readDefinition(
  workspace: string,
  path: string,
  released: Released,
  filling: Filling,
): Promise<Recorded> {
  const root = await realpath(workspace)
  const file = await realpath(join(root, path)).catch(() => undefined)
  const isFolder = file !== undefined && (await stat(file)).isDirectory()
  if (file === undefined || isFolder || !file.startsWith(`${root}/`)) {
    const near = file === undefined ? await nearFile(root, path) : ''
    const what = `the task definition ${quoted(path)} is ${isFolder ? 'a folder' : `not in ${workspace}`}${near}`
    throw new Refusal([{ code: 'EVK-213', what, fix: 'Give the path of a file of the workspace, relative to it.' }])
  }
  const text = textIn(await readFile(file), path, 'EVK-213')
  const sort = { code: 'EVK-213', words: 'A task definition is at most 64 KiB.' } as const
  const { at, value, faults: found } = readSource(text, path, sort)
  const faults = [...found]
  const recorded = documentIn(value, at, faults, {
    model: TASK_DEFINITION,
    released,
    fill: text => filled(text, filling),
    look: (text, at) => [
      ...variableFaults(at, [...new Set(variablesIn(text))], filling.env),
      ...placeholderFaults(at, text),
    ],
  })
  if (faults.length > 0) throw new Refusal(faults, path)
  return recorded
}

/**
 * What is wrong with files that services are made of, so far as they can be read: task definitions, and targets that are no stage. What
 * fills a task definition is known later, and says nothing of that.
 */
export async function fileFaults(
  workspace: string,
  entries: readonly Entry[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<Fault[]> {
  const filling = { version: '0.0.0', sha: '0'.repeat(40), env }
  const read = entries.map(async (entry): Promise<readonly Fault[]> => {
    const { name, definition = '' } = entry
    if (!isFile(definition)) return []
    const keys = ['services', name, 'task-definition']
    return await readDefinition(workspace, definition, entry, filling).then(
      () => [],
      error => refusalOf(error).faults.map(each => ({ keys, ...each })),
    )
  })
  const targets = builtIn(entries).map(image => targetFaults(workspace, image).catch(() => []))
  return (await Promise.all([...read, ...targets])).flat()
}

/** A stage is there or not, whatever the arguments and the platform are. One that cannot be read is told of elsewhere. */
async function targetFaults(workspace: string, { at, build }: BuiltHere): Promise<Fault[]> {
  const { target, args, bake } = build
  if (target === undefined || bake !== undefined) return []
  const root = await realpath(workspace)
  const file = await dockerfileIn(root, build.dockerfile)
  if (!file.startsWith(`${root}/`)) return []
  const { hasTarget, stages } = needsOf(await readFile(file, 'utf8'), { target, args, platform: ANY, contexts: [] })
  return hasTarget ? [] : [noTarget(at, build, stages)]
}

const ANY = 'linux/amd64'

const placeholderFaults = (at: string, text: string): Fault[] =>
  mistakenIn(text).map(({ written, fix }) => ({
    code: 'EVK-213',
    what: `${at}: ${quoted(written)} is not filled`,
    fix,
  }))

/** A slip in the name, another of its usual endings, or the same name in another folder that is named or usual. */
async function nearFile(root: string, path: string): Promise<string> {
  const folders = [...new Set([dirname(path), '.', '.aws', 'ecs', 'deploy', '.github'])]
  const found = await Promise.all(
    folders.map(async each => {
      const names = await readdir(join(root, each)).catch(() => [])
      return names.filter(isFile).map(name => join(each, name))
    }),
  )
  const bare = (name: string) =>
    basename(name)
      .replace(/\.\w+$/, '')
      .replace(/[-_]/g, '')
      .toLowerCase()
  const same = found.flat().find(each => bare(each) === bare(path))
  return same === undefined ? suggestion(join(path), found.flat()) : `, did you mean ${quoted(same)}?`
}
