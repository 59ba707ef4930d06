/** The rules hold, and each of them notices when it is broken. */
import { describe, expect, test } from '@jest/globals'
import { MUTATIONS } from './mutations.ts'
import { repositoryOnDisk, withFile } from './repository.ts'
import { RULES, type RuleName } from './rules/index.ts'
import { viewOf } from './workflow.ts'

const repository = repositoryOnDisk()
const view = viewOf(repository)
const rules = Object.entries(RULES)

test('there is something to look at', () => {
  expect(view.ours.map(({ at }) => at.split('/').at(-1))).toEqual(
    expect.arrayContaining(['ci.yml', 'codeql.yml', 'deploy.yml', 'infra.yml', 'release.yml', 'rollback.yml']),
  )
  expect(view.examples.length).toBeGreaterThanOrEqual(5)
})

test.each(['deploy-environment.yml', 'deploy.yml', 'rollback.yml'])(
  '%s hands on the prefix of its tags, so that a deploy and a rollback read the same ones',
  name => {
    const text = repository.read(`.github/workflows/${name}`)
    expect(text).toMatch(/^ {6}tag-prefix:\n {8}description:/m)
    expect(text).toMatch(/^ +tag-prefix: \$\{\{ inputs\.tag-prefix/m)
  },
)

test.each(rules)('%s', (_, rule) => expect(rule(view)).toEqual([]))

describe('is noticed:', () => {
  test.each(MUTATIONS)('$what', ({ rule, path, change }) => {
    const before = repository.files.includes(path) ? repository.read(path) : ''
    const after = change(before)
    expect(after).not.toBe(before)
    expect(RULES[rule](viewOf(withFile(repository, path, after)))).not.toEqual([])
  })

  test('something of every rule', () => {
    const broken = new Set<RuleName>(MUTATIONS.map(({ rule }) => rule))
    expect(rules.map(([name]) => name).filter(name => !broken.has(name as RuleName))).toEqual([])
  })
})
