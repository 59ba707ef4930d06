/** With the deploy role's own policy a deploy passes; with less it says which permission is missing. */
import { changesOf } from './changes.mjs'
import { broken } from './checks.mjs'
import { deployer } from './shop.mjs'

/** One by one: each ends the run before anything is moved. */
const single = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:InitiateLayerUpload',
  'ecr:UploadLayerPart',
  'ecr:CompleteLayerUpload',
  'ecr:PutImage',
  'ecs:DescribeServices',
  'ecs:RegisterTaskDefinition',
  'iam:PassRole',
  'ecs:UpdateService',
]

/** How a run ends that lacks one statement. What the verdict can do without is a warning; what it needs is an error. */
const endings = {
  EcrLogin: 'refused',
  EcrPush: 'refused',
  TaskDefWrite: 'failed-on-old',
  TaskDefTag: 'failed-on-old',
  TaskDefNote: 'deployed',
  TaskDefRead: 'refused',
  Service: 'refused',
  Deployment: 'deployed',
  DiagnoseTasks: 'refused',
  DiagnoseLists: 'refused',
  DiagnoseClusters: 'refused',
  PassRole: 'failed-on-old',
  Alarms: 'deployed',
  Logs: 'rolled-back',
  ImageParam: 'deployed',
}

const listed = value => [value].flat()

export async function underThePolicy({ dev, ecs, shop, step, deployed, settled, now }) {
  const { deploy_policy: text, deploy_role_arn: arn } = await dev.outputs()
  const policy = JSON.parse(text)
  const enforce = statements => ecs.enforce(deployer, arn.split('/').at(-1), { ...policy, Statement: statements })
  const all = policy.Statement

  await step('with the policy of the deploy role, a deploy passes', async () => {
    await enforce(all)
    shop.better()
    const run = await shop.deploy('with the deploy role')
    return [...deployed(run, 'deployed'), ...settled(await now())]
  })

  shop.another('for the deploys that are denied')
  for (const action of single)
    await step(`without ${action} the action names it and prints the statement`, async () => {
      await enforce(less(all, action))
      return toldOf(
        await shop.deploy(`without ${action}`),
        [action],
        action === 'ecs:DescribeServices' ? 'refused' : 'failed-on-old',
      )
    })
  await step('with the whole policy again, the next run makes everything good', async () => {
    await enforce(all)
    const run = await shop.deploy('with the deploy role again')
    return [...(run.exitCode === 0 ? [] : deployed(run, 'unchanged')), ...settled(await now())]
  })

  await step('how a run ends without each of its statements is known', async () => {
    const [found, known] = [all.map(({ Sid }) => Sid).sort(), Object.keys(endings).sort()]
    return found.join() === known.join() ? [] : [`the policy has ${found.join(' ')}`, `known are ${known.join(' ')}`]
  })
  for (const statement of all) {
    const { Sid, Action } = statement
    await step(`without the statement ${Sid}: ${endings[Sid]}, and the action says what is missing`, async () => {
      const title = `without the statement ${Sid}`
      if (Sid === 'Logs') await shop.broken(ecs)
      else if (Sid !== 'TaskDefNote') shop.another(title)
      await enforce(all.filter(each => each !== statement))
      const inputs = {
        DiagnoseClusters: () => ({ manifest: shop.mistyped() }),
        TaskDefNote: () => ({ command: 'rollback', reason: title }),
      }[Sid]
      const run = await shop.deploy(title, inputs?.())
      if (Sid === 'Logs') shop.mended()
      return toldOf(run, listed(Action), endings[Sid])
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

/** An annotation names one of these, the statement to add is printed, and the run ends as it should. */
function toldOf(run, actions, outcome) {
  const good = outcome === 'deployed'
  const annotated = run.log.filter(line => /^::(error|warning)/.test(line)).join('\n')
  const faults = broken({
    [`an annotation names one of ${actions.join(' ')}`]: actions.some(each => annotated.includes(each)),
    'the statement is printed': actions.some(each => granted(run.text).some(action => action.includes(`"${each}"`))),
    [`it ends ${outcome}, not ${run.outputs.outcome} (exit ${run.exitCode})`]:
      run.outputs.outcome === outcome && run.exitCode === (good ? 0 : 1),
  })
  return faults.length > 0 ? [...faults, run.text] : []
}

/** The actions of the statements that a text prints, one or a list of each, for a resource or several. */
const granted = text =>
  [...text.matchAll(/\{"Effect":"Allow","Action":("[^"]+"|\[[^\]]+\]),"Resource":\[?"/g)].map(([, action]) => action)
