/** Builds images side by side and pushes each under its recipe's tag. */
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isName } from '../edge/plain.ts'
import type { Runner } from '../edge/runner.ts'
import type { Shell } from '../edge/shell.ts'
import { Failure } from '../failure/failure.ts'
import { byAction, type Lack, lackOf, mendOf } from '../failure/permission.ts'
import { PUSH } from '../failure/rights.ts'
import { bakeCommand, bakeFile, environmentFor, type Order, secretFilesIn, secretsIn } from './bake.ts'
import { isPodman, type Login, podmanFound } from './login.ts'
import { isNoise, Progress } from './progress.ts'
import type { BuiltImage, Repository } from './reference.ts'
import { secretsOfFile } from './secret-file.ts'

export interface Building {
  /** The builder of the input; empty: the one that is selected. */
  readonly builder: string
  readonly version: string
  /** All that the run pushes into, in this build or another. */
  readonly repositories?: readonly Repository[]
}

/** What came of it: every image by name, or what went wrong and with which; of a bake that fails docker reports no image. */
export type Ended =
  | { readonly built: ReadonlyMap<string, BuiltImage> }
  | { readonly failure: Failure; readonly failed: readonly string[] }

/** A longer file is no list of secrets but data, of which no step prints all. */
const LARGEST = 64 * 1024
/** Shorter ones are part of much that is said. */
const LEAST_SURE = 8

export async function build(
  { shell, runner }: { readonly shell: Shell; readonly runner: Runner },
  login: Login,
  orders: readonly [Order, ...Order[]],
  { builder, version, repositories = [] }: Building,
): Promise<Ended> {
  const file = runner.temporary(`evenkeel-bake-${process.pid}.json`)
  const metadataFile = runner.temporary(`evenkeel-built-${process.pid}.json`)
  const names = orders.map(({ name }) => name)
  const told = teller(runner, names, version)
  // a step may print what it was given
  for (const name of secretsIn(orders)) runner.mask(process.env[name] ?? '')
  for (const path of secretFilesIn(orders)) {
    const text = await readFile(join(runner.run.workspace, path), 'utf8').catch(() => '')
    const values = text.length <= LARGEST ? secretsOfFile(text) : []
    runner.hide(values)
    // the job's other steps, and the outputs of this one, may well say a word that stands in such a file
    for (const value of values) if (value.length >= LEAST_SURE && !isName(value)) runner.mask(value)
  }
  try {
    await writeFile(file, bakeFile(orders), { mode: 0o600 })
    const around = { cwd: runner.run.workspace, env: { ...login.env, ...environmentFor(orders, process.env) } }
    const command = bakeCommand(names, { file, metadataFile, builder })
    const exitCode = await told.during(shell.stream(command, told.hear, around))
    if (exitCode === 0) return { built: builtIn(await readFile(metadataFile, 'utf8'), orders) }
    if (told.progress.failed.size === 0) for (const line of told.last) runner.say(`| ${line}`)
    return broken(orders, exitCode, told, repositories)
  } finally {
    await Promise.all([file, metadataFile].map(each => rm(each, { force: true })))
  }
}

type Teller = ReturnType<typeof teller>

/** One image is told as it is built; of several each has a group of its own, once it is pushed or all have ended. */
function teller(runner: Runner, names: readonly string[], version: string) {
  const progress = new Progress(names)
  const waiting = new Map<string, string[]>(names.map(name => [name, []]))
  const last: string[] = []
  let printing = Promise.resolve()
  const isAlone = names.length === 1
  const print = (name: string) => {
    const lines = waiting.get(name) ?? []
    waiting.delete(name)
    const body = async () => {
      for (const line of lines) runner.say(`| ${line}`)
    }
    printing = printing.then(() => runner.group(`Build ${name} ${version}`, body))
  }
  return {
    progress,
    last,
    hear(line: string) {
      if (line.trim() !== '') last.push(line)
      if (last.length > 15) last.shift()
      const name = progress.read(line)
      if (isNoise(line)) return
      if (isAlone) runner.say(`| ${line}`)
      else if (name === undefined) runner.debug(line)
      else if (!isResumed(line, waiting.get(name))) waiting.get(name)?.push(line)
      if (!isAlone && name !== undefined && progress.isPushed(name) && waiting.has(name)) print(name)
    },
    async during(work: Promise<number>): Promise<number> {
      const talk = () => `still building ${(isAlone ? names : [...waiting.keys()]).join(', ')}`
      const patient = () => runner.patiently(talk, work)
      if (isAlone) return await runner.group(`Build ${names[0]} ${version}`, patient)
      try {
        return await patient()
      } finally {
        // what failed comes last, where a reader looks first
        const isLast = (name: string) => Number(progress.failed.has(name))
        for (const name of [...waiting.keys()].sort((a, b) => isLast(a) - isLast(b))) print(name)
        await printing
      }
    },
  }
}

/** A step that goes on after another's lines begins with its name again. */
const isResumed = (line: string, lines: readonly string[] = []) => /^#\d+ \[/.test(line) && lines.includes(line)

/** By image: its digest and, where the builder's descriptor says it, what it is for. */
function builtIn(metadata: string, orders: readonly Order[]): Map<string, BuiltImage> {
  const found = JSON.parse(metadata) as Record<string, Record<string, unknown> | undefined>
  return new Map(
    orders.map(({ name, repository, tag }) => {
      const one = found[name] ?? {}
      const platform = platformIn(one['containerimage.descriptor'])
      const image = { repository, tag, digest: String(one['containerimage.digest']) }
      return [name, platform === undefined ? image : { ...image, platform }]
    }),
  )
}

function platformIn(descriptor: unknown): string | undefined {
  const { platform } = (descriptor ?? {}) as { platform?: { os?: string; architecture?: string } }
  return platform?.os && platform.architecture ? `${platform.os}/${platform.architecture}` : undefined
}

function broken(
  orders: readonly [Order, ...Order[]],
  exitCode: number,
  { progress, last }: Teller,
  all: readonly Repository[],
) {
  const failed = orders.filter(({ name }) => progress.failed.has(name))
  const order = failed[0] ?? orders[0]
  const cause = (progress.failed.get(order.name) ?? causeOf(last)).replace(`ERROR: target ${order.name}: `, 'ERROR: ')
  const repositories = (failed.length > 0 ? failed : orders).map(({ repository }) => repository.name)
  const failure = isPodman(last.join('\n'))
    ? podmanFound(causeOf(last))
    : (refusedPush(cause, order.repository, all) ??
      new Failure({
        code: 'EVK-310',
        title: `The image ${repositories.join(', ')} could not be built`,
        message: `docker buildx bake ended with ${exitCode}: ${cause}`,
        advice: `Nothing was deployed. ${unbuildable(cause) ?? byHand(order)}`,
      }))
  return { failure, failed: failed.map(({ name }) => name) }
}

/** Without what it is given it would be another build; arguments and secrets are not for a log. */
function byHand({ build, args }: Order): string {
  const { dockerfile, context, target, secrets = {}, ssh } = build
  const asked = [dockerfile, ...(target === undefined ? [] : ['--target', target]), ...(ssh ? ['--ssh', ssh] : [])]
  const given = { arguments: args, secrets }
  const more = Object.entries(given).flatMap(([what, named]) => (Object.keys(named).length === 0 ? [] : [what]))
  const rest = more.length === 0 ? '' : `, with its ${more.join(', ')}`
  return `The same build by hand: docker build --file ${asked.join(' ')} ${context}${rest}`
}

/** Where docker itself is what fails, no build by hand would show more. */
function unbuildable(cause: string): string | undefined {
  if (/is not a docker command|unknown (?:shorthand )?flag|unknown command/.test(cause))
    return 'The runner needs docker with a buildx of today: run docker/setup-buildx-action before, and look at `docker buildx version`.'
  if (/not (?:currently )?supported for the docker driver/.test(cause))
    return 'The builder of the engine itself keeps no cache and makes no index: run docker/setup-buildx-action before, or name another as `builder`.'
  if (/cannot connect to the docker daemon|docker daemon (?:is )?(?:not )?running|docker\.sock/i.test(cause))
    return 'The runner needs a docker engine that runs, and that the user of this job may reach: `docker info` tells.'
  return undefined
}

/** docker hands on what ECR says, and with it the permission; a builder of its own says no more than `403 Forbidden`. */
function refusedPush(cause: string, { name, uri }: Repository, all: readonly Repository[]): Failure | undefined {
  const lack = lackOf(new Error(cause))
  if (!lack && !/\b403 Forbidden\b/.test(cause)) return undefined
  const [, account = '*', region = '*'] = /^(\d{12})\.dkr\.ecr\.([\w-]+)\./.exec(uri) ?? []
  const resource = `arn:aws:ecr:${region}:${account}:repository/${name}`
  const found = lack ?? { action: '', statement: JSON.stringify({ Effect: 'Allow', Action: PUSH, Resource: resource }) }
  // the others of this registry were cancelled or not begun, and each would be denied in a run of its own
  const others = all.filter(other => other.uri.split('/')[0] === uri.split('/')[0])
  const [whole = found] = byAction([found, ...others.map(other => ofRepository(found, name, other))])
  return new Failure({
    code: 'EVK-501',
    title: `The deploy role lacks ${lack?.action ?? `what a push to ${name} needs`}`,
    message: `Could not push the image ${name}: ${cause.replace(/^ERROR: /, '')}`,
    advice: mendOf(whole),
  })
}

/** The same lack of another repository. */
const ofRepository = (lack: Lack, name: string, other: Repository): Lack => ({
  ...lack,
  statement: lack.statement.replace(`:repository/${name}"`, `:repository/${other.name}"`),
})

/** BuildKit ends with a line `ERROR: failed to solve: …`, which names the step that failed. */
function causeOf(lines: readonly string[]): string {
  return lines.findLast(line => line.startsWith('ERROR:')) ?? lines.at(-1) ?? 'it printed nothing'
}
