import assert from 'node:assert/strict'

const SERVICES = ['flask-app', 'nginx', 'redis']
const repositories = plan => plan.all('aws_ecr_repository')
const policies = plan => plan.all('aws_ecr_lifecycle_policy').map(each => JSON.parse(each.policy).rules)
const on = ['account']

/** Whether ECR's wildcard pattern takes a tag. */
const takes = (pattern, tag) => new RegExp(`^${pattern.split('*').map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`).test(tag)

export const images = [
  {
    id: 'R1',
    says: 'a repository per service',
    on,
    check: ({ plan }) => assert.deepEqual(repositories(plan).map(each => each.name).sort(), SERVICES.map(each => `ecs-microservices/${each}`)),
    spoil: ({ plan }) => (repositories(plan)[0].name = 'other'),
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
        const [first, second] = [...rules].sort((a, b) => a.rulePriority - b.rulePriority)
        assert.ok(first.selection.tagPatternList.every(pattern => takes(pattern, '1.4.2-abc1234') && takes(pattern, '1.4.3-dev.2-abc1234')))
        assert.ok(first.selection.countNumber >= 30)
        assert.deepEqual([second.selection.tagStatus, second.selection.countNumber], ['any', 10])
      }
    },
    spoil: ({ plan }) => {
      const policy = plan.all('aws_ecr_lifecycle_policy')[0]
      policy.policy = policy.policy.replace('*.*.*-*', 'v*')
    },
  },
  {
    id: 'R5',
    says: 'tags are version plus commit: what the manifest pushes is what the registry keeps',
    on,
    check: ({ plan, files }) => {
      const pushed = [...files.read('evenkeel.yml').matchAll(/repository:\s*(\S+)/g)].map(([, name]) => name)
      assert.deepEqual(pushed.sort(), repositories(plan).map(each => each.name).sort())
      for (const rules of policies(plan)) {
        assert.ok(rules[0].selection.tagPatternList.every(pattern => takes(pattern, '2.0.0-0123abc') && !takes(pattern, 'sha-0123abc')))
      }
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
