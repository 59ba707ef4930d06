/** The story: what a deploy and a rollback are. */
import { readFile, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import type { Aws } from './edge/aws.ts'
import type { Clock } from './edge/clock.ts'
import type { Runner } from './edge/runner.ts'
import type { Shell } from './edge/shell.ts'
import { Refusal } from './failure/failure.ts'
import { quoted } from './failure/words.ts'
import { confine } from './image/confine.ts'
import { checkoutAdvice, findCheckouts, inspectCommit, isShallow } from './image/inspect.ts'
import { labelsOf } from './image/label.ts'
import { provide } from './image/provide.ts'
import { shortSha } from './image/reference.ts'
import { namedContext, type Wanted } from './image/source.ts'
import { type Commit, passedOver, type Version, versionOf } from './image/version.ts'
import { type Rolling, roll } from './release/carry-out.ts'
import { stepToImage, stepToRelease } from './release/plan.ts'
import type { Result } from './release/result.ts'
import { parseManifest } from './request/document.ts'
import { type Manifest, select } from './request/manifest.ts'
import { waves } from './request/order.ts'
import { type Deploy, type Request, type Rollback, timeFaults } from './request/request.ts'
import { annotate } from './revision/annotate.ts'
import { type Provenance, platformOf } from './revision/document.ts'
import { type Choice, chooseReleases } from './revision/history.ts'
import { recall } from './revision/recall.ts'
import { type Standing, survey } from './rollout/survey.ts'

export interface Edges {
  readonly aws: Aws
  readonly clock: Clock
  readonly runner: Runner
  readonly shell: Shell
  /** Epoch ms at which the run gives up. */
  readonly deadline: number
  /** Fires when the workflow is cancelled. */
  readonly signal: AbortSignal
}

/** What the story leaves behind, known step by step, so that a failure half-way still tells what was meant. */
export interface Story {
  cluster: string
  version: string
  commit: string
  readonly results: Result[]
}

/** Build what is new, then move service by service to it, each when those it needs run well. */
export async function deploy(request: Deploy, manifest: Manifest, edges: Edges, story: Story): Promise<void> {
  const contexts = request.buildContexts.map(namedContext)
  await confine(edges.runner.run.workspace, manifest.services, contexts)
  const commit = await inspectCommit(edges.shell, edges.runner.run.workspace)
  const version = versionOf(commit, request.version)
  tell(story, { version: version.text, commit: commit.sha })
  await announce(edges, commit, version, request.version)

  const standings = await lookAt(manifest, edges)
  const images = await provide(edges, { commit, version, contexts }, wantedBy(manifest, standings))

  const provenance = provenanceOf(edges, commit, version)
  const stepOf = (standing: Standing) => {
    const image = images.get(standing.entry.name)
    if (!image) throw new Error(`no image for ${standing.entry.name}`)
    return stepToImage(standing, image, provenance, request.allowNoTasks)
  }
  await roll(rolling(request, edges), inOrder(standings), stepOf, story.results)
}

function wantedBy({ services, all = services }: Manifest, standings: readonly Standing[]): Wanted[] {
  const platforms = new Map(standings.map(({ entry, latest }) => [entry.name, platformOf(latest)]))
  const labels = labelsOf(all.map(entry => ({ ...entry, platform: platforms.get(entry.name) })))
  return standings.map(({ entry: { name, repository, build } }) => ({
    name,
    repository,
    build,
    platform: platforms.get(name) ?? '',
    label: labels.get(name) ?? '',
  }))
}

/** Find the release that is meant among those that were successful, then move service by service back to it. */
export async function rollback(request: Rollback, manifest: Manifest, edges: Edges, story: Story): Promise<void> {
  const standings = await lookAt(manifest, edges)
  const recalled = Promise.all(standings.map(standing => recall(edges.aws, placeOf(standing))))
  const histories = await edges.runner.patiently('still asking for earlier releases', recalled)
  const choices = chooseReleases(histories, request.to)
  tell(story, targetOf(choices))
  const reason = request.reason === '' ? '' : `: ${request.reason}`
  edges.runner.say(`rolling back to ${story.version || 'an earlier revision'}${reason}`)

  const stepOf = (standing: Standing) => {
    const choice = choices.get(standing.entry.name) ?? { kind: 'stay', reason: 'was not part of it' }
    return stepToRelease(standing, choice, request.allowNoTasks)
  }
  await roll(rolling(request, edges), inOrder(standings), stepOf, story.results)
  if (request.reason !== '') await leaveReason(request.reason, story.results, edges)
}

/** With the revision of every rollout that was begun, however it ended. */
async function leaveReason(reason: string, results: readonly Result[], { aws, runner }: Edges): Promise<void> {
  for (const { revision, ending } of results) {
    if (!revision || !ending) continue
    await annotate(aws, revision, reason, runIn(runner)).catch(error => {
      runner.warn(`${revision.name} does not hold the reason`, error instanceof Error ? error.message : String(error))
    })
  }
}

/** The services that are meant, in the environment that is meant. */
export async function readManifest(request: Request, runner: Runner): Promise<Manifest> {
  const { workspace } = runner.run
  const text = await readWithin(workspace, request.manifest).catch(async () => {
    const what = `manifest ${quoted(request.manifest)} is not in ${workspace}`
    const [checkout] = await findCheckouts(workspace)
    const fix = checkout ? checkoutAdvice(checkout) : 'Run actions/checkout before, or set the input `manifest`.'
    throw new Refusal([{ code: 'EVK-109', what, fix }])
  })
  const manifest = select(parseManifest(text, request.manifest, request.environment), request.services)
  const faults = timeFaults(request, manifest)
  if (faults.length > 0) throw new Refusal(faults)
  return manifest
}

/** A link may lead about in the workspace, not out of it: what a refusal quotes would be a line of another file. */
async function readWithin(workspace: string, path: string): Promise<string> {
  const [root, file] = await Promise.all([realpath(workspace), realpath(join(workspace, path))])
  if (!file.startsWith(`${root}/`)) throw new Error(`${path} leads out of the workspace`)
  return await readFile(file, 'utf8')
}

async function lookAt(manifest: Manifest, { aws, runner }: Edges): Promise<Standing[]> {
  return await runner.group(`What runs in ${manifest.cluster}`, async () => {
    const standings = await runner.patiently('still asking ECS', survey(aws, manifest))
    for (const { entry, service, liveRevision } of standings) {
      const { runningCount = 0, desiredCount = 0 } = service
      const version = liveRevision.version ?? 'no version of ours'
      runner.say(`${entry.name}  ${runningCount} of ${desiredCount} tasks  ${version} (${liveRevision.name})`)
    }
    return standings
  })
}

async function announce({ runner, shell }: Edges, commit: Commit, version: Version, asked?: string): Promise<void> {
  const { sha, workspace } = runner.run
  runner.say(`version ${version.text}${version.released ? ' (git tag)' : ''}, commit ${shortSha(commit.sha)}`)
  if (sha && sha !== commit.sha) {
    runner.say(
      `checked out is ${shortSha(commit.sha)}, not the ${shortSha(sha)} that started the run: it is what gets built`,
    )
  }
  if (commit.changes !== undefined) {
    runner.warn(
      'The work tree is not the commit',
      `Files of ${shortSha(commit.sha)} are changed, so the release is ${version.text} and not the commit’s. Undo the changes, or commit them.`,
    )
  }
  const passed = passedOver(commit, asked)
  if (passed.length > 0) {
    runner.warn(
      'A tag is no version',
      `${passed.map(quoted).join(', ')} on ${shortSha(commit.sha)} is not MAJOR.MINOR.PATCH without leading zeros, so the release is ${version.text}. Set the input \`version\`, or tag it as one: v2024.1.15.`,
    )
  }
  if (!version.released && (await isShallow(shell, workspace))) {
    runner.warn(
      'The history is cut off',
      'No earlier version tag can be seen. Set `fetch-depth: 0` on actions/checkout.',
    )
  }
}

const inOrder = (standings: readonly Standing[]): Standing[][] =>
  waves(standings.map(({ entry }) => entry)).map(wave => standings.filter(({ entry }) => wave.includes(entry)))

const rolling = ({ onCancel, allowNoTasks }: Request, edges: Edges): Rolling => ({ ...edges, onCancel, allowNoTasks })

const placeOf = ({ entry, cluster, service }: Standing) => ({
  name: entry.name,
  cluster,
  service: entry.service,
  container: entry.container,
  live: service.taskDefinition ?? '',
})

const runIn = ({ run }: Runner) => `${run.repository}/${run.id}`

const provenanceOf = ({ runner }: Edges, commit: Commit, version: Version): Provenance => ({
  version: version.text,
  commit: commit.sha,
  run: runIn(runner),
})

/** The version of a rollback: that of the newest release it leads to or, where all are there already, stands on. */
function targetOf(choices: ReadonlyMap<string, Choice>): Partial<Story> {
  const all = [...choices.values()]
  const ahead = all.flatMap(choice => (choice.kind === 'go' ? [choice.release] : []))
  const reached = all.flatMap(choice => (choice.kind === 'stay' && choice.arrived ? [choice.arrived] : []))
  const [newest] = (ahead.length > 0 ? ahead : reached).sort((a, b) => b.at - a.at)
  return { version: newest?.provenance.version ?? '', commit: newest?.provenance.commit ?? '' }
}

const tell = (story: Story, news: Partial<Story>) => Object.assign(story, news)
