/** A shape as a repository on this machine, and a local ECS on which its services stand as they did before it came. */
import { createHash } from 'node:crypto'
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { SHAPES, STANDING } from '../../shapes/shapes.mjs'
import { forAct, repository } from './github.mjs'
import { REGION, startLocalEcs } from './local-ecs.mjs'
import { openStage } from './stage.mjs'

const ACCOUNT = '123456789012.dkr.ecr.eu-west-1.amazonaws.com'
const ELSEWHERE = 'registry.example.com'
const NETWORK = { awsvpcConfiguration: { subnets: ['subnet-1'] } }

export async function openShape(shape) {
  const stage = await openStage()
  const elsewhere = await startLocalEcs()
  const hosts = { [ACCOUNT]: new URL(stage.ecs.url).host, [ELSEWHERE]: new URL(elsewhere.url).host }
  const here = text => Object.entries(hosts).reduce((all, [name, host]) => all.replaceAll(name, host), text)
  const {
    definitions,
    clusters,
    repositories = [],
    dockerfiles = {},
  } = parse(readFileSync(join(SHAPES, shape, STANDING), 'utf8'))
  await stage.ecs.createRepositories(repositories)
  await stand(stage.ecs.clients, definitions, clusters)
  const theirs = repository(join(stage.folder, shape), `acme/${shape}`)
  copy(join(SHAPES, shape), theirs, here)
  for (const [path, text] of Object.entries(dockerfiles)) {
    theirs.write(path, text)
    theirs.write(path.replace(/Dockerfile$/, 'app'), 'none\n')
  }

  return {
    ...stage,
    elsewhere,
    /** A commit of this version, in which the programs of these folders are new; of all, unless some are named. */
    release(version, { folders = [''], tag } = {}) {
      for (const path of programs(theirs.folder))
        if (folders.some(each => path.startsWith(each))) theirs.write(path, `${version}\n`)
      return theirs.release(version, tag)
    },
    write: (path, text) => theirs.write(path, here(text)),
    run: async (workflow, more = {}) => await stage.run({ repository: theirs, event: 'push', workflow, ...more }),
    /** Puts an image into a registry, as a build elsewhere does. */
    async push({ clients }, repositoryName, imageTag, { platforms = ['linux/amd64'] } = {}) {
      await clients.ecr.createRepository({ repositoryName }).catch(() => {})
      const imageManifest = indexOf(`${repositoryName}:${imageTag}`, platforms)
      const { image } = await clients.ecr.putImage({ repositoryName, imageTag, imageManifest })
      return image.imageId.imageDigest
    },
    /** Of every service `cluster/service`: what `look` sees in its task definition and its tags. */
    async services(look = ({ version }) => version) {
      const found = await Promise.all(
        Object.entries(clusters).flatMap(([cluster, services]) =>
          Object.keys(services).map(async service => [
            `${cluster}/${service}`,
            look(await standingOf(stage.ecs.clients, cluster, service)),
          ]),
        ),
      )
      return Object.fromEntries(found)
    },
    async close() {
      await elsewhere.stop()
      await stage.close()
    },
  }
}

/** The user's files; a program is a file named `app`. */
const programs = folder =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    path => !path.startsWith('.git/') && /(^|\/)app$/.test(path) && statSync(join(folder, path)).isFile(),
  )

function copy(from, theirs, here) {
  mkdirSync(theirs.folder, { recursive: true })
  cpSync(from, theirs.folder, { recursive: true, filter: path => !path.endsWith(STANDING) })
  for (const path of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
    if (path === STANDING || !statSync(join(from, path)).isFile()) continue
    const text = here(readFileSync(join(from, path), 'utf8'))
    theirs.write(path, path.startsWith('.github/') ? forAct(text) : text)
  }
  theirs.write('run-task.sh', readFileSync(join(SHAPES, 'run-task.sh')))
  chmodSync(join(theirs.folder, 'run-task.sh'), 0o755)
}

/** Families by name, services by cluster; what the shape does not say is as Fargate wants it. */
export async function stand({ ecs, logs }, definitions, clusters) {
  for (const [family, said] of Object.entries(definitions)) {
    await logs.createLogGroup({ logGroupName: `/ecs/${family}` })
    await ecs.registerTaskDefinition(definitionOf(family, said))
  }
  for (const [cluster, services] of Object.entries(clusters)) {
    await ecs.createCluster({ clusterName: cluster })
    for (const [serviceName, said] of Object.entries(services)) {
      const { family, count = 0 } = typeof said === 'string' ? { family: said } : said
      await ecs.createService(serviceOf(cluster, serviceName, family, count))
    }
  }
}

const serviceOf = (cluster, serviceName, taskDefinition, desiredCount) => ({
  cluster,
  serviceName,
  taskDefinition,
  desiredCount,
  launchType: 'FARGATE',
  networkConfiguration: NETWORK,
  deploymentConfiguration: {
    deploymentCircuitBreaker: { enable: true, rollback: true },
    minimumHealthyPercent: 100,
    maximumPercent: 200,
  },
})

/** `{ container: { image, environment, … } }`; an image without a registry is one of the account. */
const definitionOf = (family, { $task = {}, ...containers }) => ({
  family,
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
  ...$task,
  containerDefinitions: Object.entries(containers).map(([name, { image, environment = {}, ...more }]) => ({
    name,
    image: /^[\w-]+(\/[\w-]+)*$/.test(image) ? `${ACCOUNT}/${image}:0` : image,
    environment: Object.entries(environment).map(([key, value]) => ({ name: key, value })),
    logConfiguration: {
      logDriver: 'awslogs',
      options: { 'awslogs-group': `/ecs/${family}`, 'awslogs-region': REGION, 'awslogs-stream-prefix': 'ecs' },
    },
    ...more,
  })),
})

async function standingOf({ ecs }, cluster, service) {
  const { services } = await ecs.describeServices({ cluster, services: [service] })
  const [{ taskDefinition: live, runningCount: running, desiredCount: desired, ...rest }] = services
  const { taskDefinition, tags = [] } = await ecs.describeTaskDefinition({ taskDefinition: live, include: ['TAGS'] })
  const each = what => Object.fromEntries(taskDefinition.containerDefinitions.map(one => [one.name, what(one)]))
  return {
    version: tags.find(({ key }) => key === 'evenkeel:version')?.value,
    revision: live.split('/').at(-1),
    running,
    desired,
    images: each(({ image }) => image),
    environment: each(({ environment = [] }) =>
      Object.fromEntries(environment.map(({ name, value }) => [name, value])),
    ),
    deployments: rest.deployments.length,
    taskDefinition,
  }
}

const indexOf = (what, platforms) =>
  JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: platforms.map(each => {
      const [os, architecture] = each.split('/')
      return { digest: digestOf(`${what} ${each}`), platform: { os, architecture } }
    }),
  })

const digestOf = text => `sha256:${createHash('sha256').update(text).digest('hex')}`
