/** With the deploy role's own policy a deploy passes; with less it says which permission is missing. */
import { changesOf } from './changes.mjs'
import { broken } from './checks.mjs'
import { deployer } from './shop.mjs'

/** Terraform's parameter is no part of the verdict: there it is a warning. */
const onlyWarned = 'ssm:PutParameter'
const single = ['ecs:RegisterTaskDefinition', 'iam:PassRole', 'ecs:UpdateService', onlyWarned]

const listed = value => [value].flat()

export async function underThePolicy({ dev, ecs, shop, step, deployed, settled, now, note }) {
  const { deploy_policy: text, deploy_role_arn: arn } = await dev.outputs()
  const policy = JSON.parse(text)
  const enforce = statements => ecs.enforce(deployer, arn.split('/').at(-1), { ...policy, Statement: statements })
  const all = policy.Statement
  let used = new Set()

  await step('with the policy of the deploy role, a deploy passes', async () => {
    await enforce(all)
    shop.better()
    const run = await shop.deploy('with the deploy role')
    const asked = (await ecs.permissions()).filter(({ accessKeyId }) => accessKeyId === deployer)
    used = new Set(asked.map(({ action }) => action))
    note(`permissions used so far: ${[...used].join(' ')}`)
    return [...deployed(run, 'deployed'), ...settled(await now())]
  })

  shop.another('for the deploys that are denied')
  for (const action of single)
    await step(`without ${action} the action names it and prints the statement`, async () => {
      await enforce(less(all, action))
      return toldOf(await shop.deploy(`without ${action}`), [action])
    })
  await step('with the whole policy again, the next run makes everything good', async () => {
    await enforce(all)
    const run = await shop.deploy('with the deploy role again')
    return [...(run.exitCode === 0 ? [] : deployed(run, 'unchanged')), ...settled(await now())]
  })

  for (const statement of all) {
    const actions = listed(statement.Action).filter(action => used.has(action))
    const { says, faultsOf } = expected(statement, actions, deployed)
    await step(`without the statement ${statement.Sid} ${says}`, async () => {
      shop.another(`without ${statement.Sid}`)
      await enforce(all.filter(each => each !== statement))
      return faultsOf(await shop.deploy(`without the statement ${statement.Sid}`))
    })
  }

  await step('a revision that was registered and never started is all that a plan would replace', async () => {
    await enforce(all)
    const good = await shop.deploy('good, so that the parameters are')
    if (good.exitCode !== 0) return deployed(good, 'unchanged')
    shop.another('registered, never started')
    await enforce(less(all, 'ecs:UpdateService'))
    await shop.deploy('registered, never started')
    const { wanted } = changesOf(await dev.plan())
    const definition = 'module.platform.module.service["flask-app"].aws_ecs_task_definition.this: '
    return [
      ...(wanted.length > 0 ? [] : ['the plan should notice it']),
      ...wanted.filter(line => !line.startsWith(definition)),
    ]
  })
  await step('and the next good run of the action leaves nothing of it', async () => {
    await enforce(all)
    const run = await shop.deploy('after all denials')
    return [...deployed(run, 'deployed'), ...settled(await now())]
  })
}

const less = (statements, action) =>
  statements.flatMap(statement => {
    const Action = listed(statement.Action).filter(each => each !== action)
    return Action.length === 0 ? [] : [{ ...statement, Action }]
  })

function expected({ Sid }, actions, deployed) {
  if (actions.length === 0)
    return { says: '(not needed as long as all goes well) a deploy passes', faultsOf: run => deployed(run, 'deployed') }
  // Older roles lack it, so its absence is no failure: the verdict then rests on the services themselves.
  if (Sid === 'Deployment')
    return {
      says: 'a deploy passes and says what its verdict rests on',
      faultsOf: run => [
        ...deployed(run, 'deployed'),
        ...broken({ 'the log says so': run.text.includes('the verdict will rest on DescribeServices') }),
      ],
    }
  return { says: 'the action says what is missing', faultsOf: run => toldOf(run, actions) }
}

/** An annotation names one of these, the statement to add is printed, and the outcome is in keeping. */
function toldOf(run, actions) {
  const level = actions.includes(onlyWarned) && run.exitCode === 0 ? '::warning' : '::error'
  const annotated = run.log.filter(line => line.startsWith(level)).join('\n')
  const faults = broken({
    [`the ${level.slice(2)} names one of ${actions.join(' ')}`]: actions.some(each => annotated.includes(each)),
    'the statement is printed': actions.some(each =>
      run.text.includes(`{"Effect":"Allow","Action":"${each}","Resource":"`),
    ),
    [`it fails (${run.outputs.outcome}, exit ${run.exitCode})`]:
      level === '::warning' || (run.exitCode !== 0 && run.outputs.outcome !== 'deployed'),
  })
  return faults.length > 0 ? [...faults, run.text] : []
}
