/** Builds an image and pushes it under its recipe's tag. */
import { readFile, rm } from 'node:fs/promises'
import type { Runner } from '../edge/runner.ts'
import type { Shell } from '../edge/shell.ts'
import { Failure } from '../failure/failure.ts'
import { lackOf } from '../failure/permission.ts'
import { isPodman, type Login, podmanFound } from './login.ts'
import type { BuiltImage, Repository } from './reference.ts'
import type { Build } from './source.ts'

export interface Order {
  readonly build: Pick<Build, 'context' | 'dockerfile' | 'target'>
  /** As resolved. */
  readonly args: Build['args']
  /** Named contexts, `name=value`. */
  readonly contexts: readonly string[]
  readonly repository: Repository
  readonly tag: string
  /** `linux/amd64`, `linux/arm64`: what the task definition says it runs on. */
  readonly platform: string
}

/** The command, as data. */
export function buildCommand(order: Order, metadataFile: string): string[] {
  const { context, dockerfile, target } = order.build
  return [
    'docker',
    'buildx',
    'build',
    '--push',
    '--progress=plain',
    // an attestation makes an image index, which ECR scans and describes differently from an image
    '--provenance=false',
    `--platform=${order.platform}`,
    `--file=${dockerfile}`,
    ...(target === undefined ? [] : [`--target=${target}`]),
    ...Object.entries(order.args).map(([name, value]) => `--build-arg=${name}=${value}`),
    ...order.contexts.map(line => `--build-context=${line}`),
    `--tag=${order.repository.uri}:${order.tag}`,
    `--metadata-file=${metadataFile}`,
    '--',
    context,
  ]
}

/** `#14 pushing layer c6be790920da 41.73MB / 116.05MB 2.5s`: twenty of these say no more than the last. */
const PROGRESS = /^#\d+ .*\d[kMG]?B \/ [\d.]+[kMG]?B(?: [\d.]+s)?$|^#\d+ pushing layer \w+$/

export async function build(shell: Shell, runner: Runner, login: Login, order: Order): Promise<BuiltImage> {
  const metadataFile = runner.temporary(`evenkeel-build-${process.pid}.json`)
  const last: string[] = []
  const onLine = (line: string) => {
    if (line.trim() === '') return
    last.push(line)
    if (last.length > 15) last.shift()
    if (!PROGRESS.test(line)) runner.say(`| ${line}`)
  }
  const around = { cwd: runner.run.workspace, env: login.env }
  const work = shell.stream(buildCommand(order, metadataFile), onLine, around)
  const exitCode = await runner.patiently(`still building ${order.repository.name}`, work)
  if (exitCode !== 0) throw broken(order, exitCode, last)
  const metadata = JSON.parse(await readFile(metadataFile, 'utf8')) as Record<string, unknown>
  await rm(metadataFile, { force: true })
  const platform = platformIn(metadata['containerimage.descriptor'])
  const image = { repository: order.repository, tag: order.tag, digest: String(metadata['containerimage.digest']) }
  return platform === undefined ? image : { ...image, platform }
}

/** Some builders say in the descriptor what they built. */
function platformIn(descriptor: unknown): string | undefined {
  const { platform } = (descriptor ?? {}) as { platform?: { os?: string; architecture?: string } }
  return platform?.os && platform.architecture ? `${platform.os}/${platform.architecture}` : undefined
}

function broken(order: Order, exitCode: number, last: readonly string[]): Failure {
  const { dockerfile, context } = order.build
  const cause = causeOf(last)
  if (isPodman(last.join('\n'))) return podmanFound(cause)
  return (
    refusedPush(cause, order.repository) ??
    new Failure({
      code: 'EVK-310',
      title: `The image ${order.repository.name} could not be built`,
      message: `docker buildx build ended with ${exitCode}: ${cause}`,
      advice: `Nothing was deployed. The same build by hand: docker build --file ${dockerfile} ${context}`,
    })
  )
}

/** What a push asks of ECR, besides what the action asks itself. */
const PUSH = [
  'BatchCheckLayerAvailability',
  'InitiateLayerUpload',
  'UploadLayerPart',
  'CompleteLayerUpload',
  'PutImage',
]

/** docker hands on what ECR says, and with it the permission; a builder of its own says no more than `403 Forbidden`. */
function refusedPush(cause: string, { name, uri }: Repository): Failure | undefined {
  const lack = lackOf(new Error(cause))
  if (!lack && !/\b403 Forbidden\b/.test(cause)) return undefined
  const [, account = '*', region = '*'] = /^(\d{12})\.dkr\.ecr\.([\w-]+)\./.exec(uri) ?? []
  const statement = {
    Effect: 'Allow',
    Action: PUSH.map(each => `ecr:${each}`),
    Resource: `arn:aws:ecr:${region}:${account}:repository/${name}`,
  }
  return new Failure({
    code: 'EVK-501',
    title: `The deploy role lacks ${lack?.action ?? `what a push to ${name} needs`}`,
    message: `Could not push the image ${name}: ${cause.replace(/^ERROR: /, '')}`,
    advice: `Add to the role's policy: ${lack?.statement ?? JSON.stringify(statement)}`,
  })
}

/** BuildKit ends with a line `ERROR: failed to solve: …`, which names the step that failed. */
function causeOf(lines: readonly string[]): string {
  return lines.findLast(line => line.startsWith('ERROR:')) ?? lines.at(-1) ?? 'it printed nothing'
}
