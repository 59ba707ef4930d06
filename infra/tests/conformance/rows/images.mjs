import assert from 'node:assert/strict'
import { expired } from '../lifecycle.mjs'

const SERVICES = ['flask-app', 'nginx', 'redis']
const repositories = plan => plan.all('aws_ecr_repository')
const policies = plan => plan.all('aws_ecr_lifecycle_policy').map(each => JSON.parse(each.policy).rules)
const on = ['account']

/** Names an image is given beside its recipe, alone in its repository and as one of several. */
const NAMES = {
  'a version and its commit': '1.4.2-3f9c2d1',
  'a version': '1.4.2',
  'a version before its release': '1.4.3-dev.2-3f9c2d1',
  'a commit': `sha-${'3f9c2d1'.padEnd(40, '0')}`,
}
const named = (image, name) => (image ? `${image}-${name}` : name)
const recipe = number => `recipe-${number.toString(16).padStart(64, '0')}`
const built = (number, ...names) => ({ number, tags: [recipe(number), ...names] })
/** So many builds that were never given a name, the newest first, each an index with the image it refers to. */
const builds = count => Array.from({ length: count }, (_, each) => [built(count + 9 - each), { tags: [], child: true }]).flat()

export const images = [
  {
    id: 'R1',
    says: 'a repository per service',
    on,
    check: ({ plan }) => assert.deepEqual(repositories(plan).map(each => each.name).sort(), SERVICES.map(each => `ecs-microservices/${each}`)),
    spoil: ({ plan }) => (repositories(plan)[0].name = 'other'),
  },
  {
    id: 'R1',
    kind: 'O',
    says: 'copies of images, elsewhere or from elsewhere, are a switch, off',
    on,
    check: ({ plan }) => {
      plan.none('aws_ecr_replication_configuration')
      plan.none('aws_ecr_registry_policy')
    },
    spoil: ({ plan }) => (plan.changes('aws_ecr_repository')[0].type = 'aws_ecr_registry_policy'),
  },
  {
    id: 'R1',
    kind: 'O',
    says: 'copies of images, switched on: of these repositories, to the region and the account that were said, and from one account',
    on: ['account-full'],
    check: ({ plan }) => {
      const [{ rule: [{ destination, repository_filter }] }] = plan.one('aws_ecr_replication_configuration').replication_configuration
      const [{ Principal, Action, Resource }] = plan.statements(plan.one('aws_ecr_registry_policy').policy)
      assert.deepEqual(destination.map(each => `${each.region} ${each.registry_id}`).sort(), ['ap-south-1 210987654321', 'ap-southeast-1 123456789012'])
      assert.deepEqual(repository_filter, [{ filter: 'ecs-microservices/', filter_type: 'PREFIX_MATCH' }])
      assert.deepEqual([Principal, Action], [{ AWS: ['arn:aws:iam::345678901234:root'] }, 'ecr:ReplicateImage'])
      assert.deepEqual(Resource, SERVICES.map(each => `arn:aws:ecr:ap-south-1:123456789012:repository/ecs-microservices/${each}`))
    },
    spoil: ({ plan }) => (plan.one('aws_ecr_registry_policy').policy = plan.one('aws_ecr_registry_policy').policy.replace('ecr:ReplicateImage', 'ecr:*')),
  },
  {
    id: 'R2',
    says: 'images are scanned when pushed, by the registry and where that is not in use by the repository',
    on,
    check: ({ plan }) => {
      const [rule] = plan.one('aws_ecr_registry_scanning_configuration').rule
      assert.equal(rule.scan_frequency, 'SCAN_ON_PUSH')
      assert.equal(rule.repository_filter[0].filter, 'ecs-microservices/*')
      for (const each of repositories(plan)) assert.equal(each.image_scanning_configuration[0].scan_on_push, true)
    },
    spoil: ({ plan }) => (plan.one('aws_ecr_registry_scanning_configuration').rule[0].scan_frequency = 'MANUAL'),
  },
  {
    id: 'R3',
    says: 'AES256',
    on,
    check: ({ plan }) => {
      for (const each of repositories(plan)) assert.equal(each.encryption_configuration[0].encryption_type, 'AES256')
      assert.equal(repositories(plan).length, 3)
    },
    spoil: ({ plan }) => (repositories(plan)[2].encryption_configuration[0].encryption_type = 'KMS'),
  },
  {
    id: 'R4',
    says: 'left-overs: the last 10 stay; what can be deployed stays longer, at least 30',
    on,
    check: ({ plan }) => {
      assert.equal(policies(plan).length, 3)
      for (const rules of policies(plan)) {
        assert.deepEqual(expired(rules, Array.from({ length: 30 }, (_, each) => built(each))), [])
        const leftOvers = Array.from({ length: 12 }, (_, each) => ({ tags: each % 2 ? [] : [`inputs-${each}`] }))
        assert.deepEqual(expired(rules, leftOvers), leftOvers.slice(10))
      }
    },
    spoil: ({ plan }) => {
      const policy = plan.all('aws_ecr_lifecycle_policy')[0]
      policy.policy = policy.policy.replace('recipe-*', 'inputs-*')
    },
  },
  ...[undefined, 'api'].flatMap(image =>
    Object.entries(NAMES).map(([what, name]) => ({
      id: 'R4',
      says: `${named(image, name)}, ${what}, outlives 300 builds after it, and goes after 100 of its kind`,
      on,
      check: ({ plan }) => {
        for (const rules of policies(plan)) {
          const kept = built(1, named(image, name))
          assert.ok(!expired(rules, [...builds(300), kept]).includes(kept), 'it stays')
          const others = count => Array.from({ length: count }, (_, each) => built(count + 9 - each, named(image, name.replace('1.4.', `1.${each}.`).replace('sha-3f', `sha-${each}`))))
          assert.ok(!expired(rules, [...others(99), kept]).includes(kept), 'it is one of a hundred')
          assert.deepEqual(expired(rules, [...others(100), kept]), [kept], 'it is the last')
        }
      },
      spoil: ({ plan }) => {
        const policy = plan.all('aws_ecr_lifecycle_policy')[1]
        policy.policy = policy.policy.replace(name.startsWith('sha-') ? '*sha-*' : '*.*.*', 'latest')
      },
    })),
  ),
  {
    id: 'R4',
    says: 'what was released before images had recipes stays as long',
    on,
    check: ({ plan }) => {
      const old = { tags: ['inputs-0123abc', '1.4.2-3f9c2d1'] }
      for (const rules of policies(plan)) assert.deepEqual(expired(rules, [...builds(50), old]), [])
    },
    spoil: ({ plan }) => {
      const policy = plan.all('aws_ecr_lifecycle_policy')[2]
      policy.policy = policy.policy.replace('*.*.*', '*.*.*.*')
    },
  },
  {
    id: 'R4',
    says: 'a build without a name stays among the last 50, whatever was released meanwhile',
    on,
    check: ({ plan }) => {
      for (const rules of policies(plan)) {
        const kept = built(1)
        assert.deepEqual(expired(rules, [...Array.from({ length: 49 }, (_, each) => built(99 - each, `1.${each}.0`)), kept]), [])
        assert.deepEqual(expired(rules, [...builds(50), kept]), [kept])
      }
    },
    spoil: ({ plan }) => {
      const policy = plan.all('aws_ecr_lifecycle_policy')[0]
      policy.policy = policy.policy.replace('"countNumber":50', '"countNumber":10')
    },
  },
  {
    id: 'R4',
    says: 'a copy stays among the last 50, whatever was built meanwhile',
    on,
    check: ({ plan }) => {
      const copy = number => ({ number, tags: [`copy-${number.toString(16).padStart(40, '0')}`] })
      for (const rules of policies(plan)) {
        const kept = copy(1)
        assert.deepEqual(expired(rules, [...builds(50), ...Array.from({ length: 49 }, (_, each) => copy(60 - each)), kept]), [])
        assert.deepEqual(expired(rules, [...Array.from({ length: 50 }, (_, each) => copy(60 - each)), kept]), [kept])
      }
    },
    spoil: ({ plan }) => {
      const policy = plan.all('aws_ecr_lifecycle_policy')[1]
      policy.policy = policy.policy.replace('copy-*', 'copies-*')
    },
  },
  {
    id: 'R5',
    says: 'what the manifest pushes is what the registry keeps',
    on,
    check: ({ plan, files }) => {
      const pushed = [...files.read('evenkeel.yml').matchAll(/repository:\s*(\S+)/g)].map(([, name]) => name)
      assert.deepEqual(pushed.sort(), repositories(plan).map(each => each.name).sort())
    },
    spoil: ({ files }) => files.change('evenkeel.yml', 'repository: ecs-microservices/redis', 'repository: redis'),
  },
  {
    id: 'R6',
    says: 'what is built is built in stages; pinned bases; their own user',
    on,
    check: ({ files }) => {
      for (const each of SERVICES) {
        const text = files.read(`services/${each}/Dockerfile`)
        const bases = [...text.matchAll(/^FROM (?:--\S+ )?(\S+)/gm)].map(([, base]) => base)
        const stages = [...text.matchAll(/^FROM .* AS (\S+)/gim)].map(([, stage]) => stage)
        for (const base of bases) assert.ok(stages.includes(base) || /@sha256:[0-9a-f]{64}$/.test(base), `${each}: ${base}`)
        if (each === 'flask-app') assert.ok(bases.length >= 2)
        assert.match(text, /^USER \d+/m)
      }
    },
    spoil: ({ files }) => files.change('services/flask-app/Dockerfile', /^USER .*$/m, ''),
  },
  {
    id: 'R7',
    says: 'tags cannot be moved',
    on,
    check: ({ plan }) => {
      for (const each of repositories(plan)) assert.equal(each.image_tag_mutability, 'IMMUTABLE')
      assert.equal(repositories(plan).length, 3)
    },
    spoil: ({ plan }) => (repositories(plan)[0].image_tag_mutability = 'MUTABLE'),
  },
]
