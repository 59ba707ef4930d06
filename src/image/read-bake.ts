/** Asks docker what bake and compose files say of the images that are built as they say. Nothing is built. */
import { readFile, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import type { Runner } from '../edge/runner.ts'
import type { Captured, Shell } from '../edge/shell.ts'
import { type Fault, Refusal, refusalOf } from '../failure/failure.ts'
import { legible, quoted, suggestion } from '../failure/words.ts'
import {
  buildOfTarget,
  DEFAULT_TARGET,
  namesWritten,
  type Printed,
  printCommand,
  saysWhere,
  targetsBehind,
} from './bake-target.ts'
import { confine } from './confine.ts'
import { buildxMissing, dockerMissing, isPodman, lacksBuildx, podmanFound } from './login.ts'
import { type Build, type BuiltHere, keysIn } from './source.ts'

interface Edges {
  readonly shell: Pick<Shell, 'capture'>
  readonly runner: Pick<Runner, 'say' | 'run'>
}

type Image = Pick<BuiltHere, 'name' | 'at' | 'build'>

/**
 * By where the manifest says it, the builds of `used` that have bake files. Faults are told of these alone; another of
 * `all` with the same files and target gets its build too, so that the two are still one image.
 */
export async function readBakes(
  edges: Edges,
  used: readonly Image[],
  all: readonly Image[] = used,
): Promise<Map<string, Build>> {
  const asked = used.filter(({ build }) => build.bake !== undefined)
  if (asked.length === 0) return new Map()
  const { runner } = edges
  const workspace = await realpath(runner.run.workspace)
  const faults: Fault[] = []
  const builds = new Map<string, Build>()
  const left: string[] = []
  const answers = new Map<string, Answer>()
  for (const { at, name, build } of asked) {
    const key = keyOf(build)
    const answer = answers.get(key) ?? (await ask(edges.shell, workspace, build))
    answers.set(key, answer)
    const reading = { at: labelOf(at, build), workspace, env: process.env, over: build }
    const keys = keysIn(at, 'build', 'bake')
    if ('fault' in answer) {
      faults.push({ code: 'EVK-121', what: `${reading.at}: ${answer.fault}`, fix: answer.fix, keys })
      continue
    }
    const wrong: Fault[] = []
    const found = buildOfTarget(answer.target, reading, wrong)
    faults.push(...wrong.map(each => ({ keys, ...each })))
    if (wrong.length > 0) continue
    builds.set(at, found)
    if (saysWhere(answer.target)) left.push(name)
  }
  await confineAll(workspace, asked, builds, faults)
  if (left.length > 0)
    runner.say(
      `${left.join(', ')}  tags and output of the bake target are left out: the manifest says where an image goes`,
    )
  for (const { at, build } of all) {
    const answer = builds.has(at) || build.bake === undefined ? undefined : answers.get(keyOf(build))
    if (!answer || 'fault' in answer) continue
    builds.set(at, buildOfTarget(answer.target, { at, workspace, env: process.env, over: build }, []))
  }
  return builds
}

const keyOf = ({ bake, target }: Build) => JSON.stringify([bake, target])

const labelOf = (at: string, { bake = [], target = DEFAULT_TARGET }: Build) =>
  `${at}.build, target ${target} of ${bake.join(', ')}`

/** All faults at once: those of the files, and what they lead to. */
async function confineAll(
  workspace: string,
  asked: readonly Image[],
  builds: ReadonlyMap<string, Build>,
  faults: readonly Fault[],
): Promise<void> {
  const read = asked.flatMap(image => {
    const build = builds.get(image.at)
    // `build` comes first of the keys
    const label = (...[, ...keys]: readonly string[]) =>
      [labelOf(image.at, image.build), keys.join('.')].filter(Boolean).join(': ')
    return build ? [{ kind: 'build' as const, at: image.at, build, label }] : []
  })
  const more = await confine(workspace, read, [], process.env).then(
    () => [],
    error => refusalOf(error).faults,
  )
  if (faults.length + more.length > 0) throw new Refusal([...faults, ...more])
}

type Answer = { readonly target: Readonly<Record<string, unknown>> } | { readonly fault: string; readonly fix: string }

async function ask(shell: Edges['shell'], workspace: string, { bake = [], target }: Build): Promise<Answer> {
  const name = target ?? DEFAULT_TARGET
  const { exitCode, stdout, stderr } = await print(shell, workspace, bake, name)
  if (exitCode !== 0) {
    if (isPodman(stderr)) throw podmanFound(lastOf(stderr))
    if (lacksBuildx(stderr)) throw buildxMissing(`read ${bake.join(', ')}`, stderr)
    // what a target inherits from may be what is not there
    const [, lacking] = /failed to find target (\S+)/.exec(stderr) ?? []
    if (lacking !== name) {
      const fix = 'Mend it until this prints the target: '
      return { fault: `docker cannot read it: ${lastOf(stderr)}`, fix: fix + printCommand(bake, name).join(' ') }
    }
    const texts = await Promise.all(bake.map(file => readFile(join(workspace, file), 'utf8')))
    const written = texts.map(namesWritten)
    // what one file leaves to an image, another may build
    const known = [...new Set(written.flatMap(({ targets }) => targets))].filter(each => each !== name)
    const list = known.length === 0 ? 'None is written there.' : `Those that are written there: ${known.join(', ')}.`
    if (written.some(({ unbuilt }) => unbuilt.includes(name))) {
      const fix = `Give the service a \`build\`, or name its image by \`image\` in place of \`build\`. ${list}`
      return { fault: 'this service of a compose file builds nothing', fix }
    }
    return { fault: `there is no such target${suggestion(name, known)}`, fix: `Correct \`target\`. ${list}` }
  }
  const printed = printedIn(stdout)
  if (!printed) return { fault: `docker printed no JSON: ${quoted(stdout)}`, fix: 'buildx 0.12 or newer is needed.' }
  const [found, ...others] = targetsBehind(printed, name)
  if (found === undefined || others.length > 0) {
    const several = found === undefined ? 'no target' : `${[found, ...others].join(', ')}`
    return { fault: `it stands for ${several}`, fix: 'An image is one target: write its name as `target`.' }
  }
  return { target: printed.target?.[found] ?? {} }
}

/** docker gets no credentials for it: a file that takes variables of the job cannot take those. */
async function print(shell: Edges['shell'], cwd: string, files: readonly string[], target: string): Promise<Captured> {
  // what a target reads beyond the workspace is refused here, and docker would ask about it
  const env = { BUILDX_BAKE_ENTITLEMENTS_FS: '0' }
  return await shell.capture(printCommand(files, target), { cwd, env }).catch(error => {
    throw (error as { code?: unknown }).code === 'ENOENT' ? dockerMissing(`read ${files.join(', ')}`, error) : error
  })
}

function printedIn(stdout: string): Printed | undefined {
  try {
    const found = JSON.parse(stdout) as unknown
    return typeof found === 'object' && found !== null ? (found as Printed) : undefined
  } catch {
    return undefined
  }
}

/** docker's own words, from `ERROR:` on, without the steps before them. */
function lastOf(stderr: string): string {
  const lines = stderr.split('\n').filter(line => line.trim() !== '' && !/^#\d+ /.test(line))
  const error = lines.findIndex(line => line.startsWith('ERROR:'))
  return legible(lines.slice(error < 0 ? -3 : error).join(' '), 500) || 'it printed nothing'
}
