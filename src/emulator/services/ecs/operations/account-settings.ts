/** Account settings are kept and told again; none of them changes what happens here. */
import type {
  DeleteAccountSettingRequest,
  ListAccountSettingsRequest,
  PutAccountSettingRequest,
} from '@aws-sdk/client-ecs'
import { page } from '../../../page.ts'
import { invalid, required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import type { World } from '../../../world.ts'
import { userArn } from '../user.ts'

/** As ECS has them in an account that never changed one. */
const DEFAULTS: Readonly<Record<string, string>> = {
  awsvpcTrunking: 'disabled',
  containerInsights: 'disabled',
  containerInstanceLongArnFormat: 'enabled',
  defaultLogDriverMode: 'non-blocking',
  dualStackIPv6: 'enabled',
  fargateFIPSMode: 'disabled',
  fargateTaskRetirementWaitPeriod: '7',
  guardDutyActivate: 'off',
  serviceLongArnFormat: 'enabled',
  tagResourceAuthorization: 'on',
  taskLongArnFormat: 'enabled',
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutAccountSetting.html: which of them fits which name is not asked. */
const VALUES: readonly string[] = ['enabled', 'disabled', 'enhanced', 'on', 'off']
const OTHER_VALUES: Readonly<Record<string, readonly string[]>> = {
  defaultLogDriverMode: ['blocking', 'non-blocking'],
  fargateTaskRetirementWaitPeriod: ['0', '7', '14'],
}

export const putAccountSettingDefault = ({ world }: Room, input: PutAccountSettingRequest) =>
  put(world, rootArn(world), input)

export const putAccountSetting = (room: Room, input: PutAccountSettingRequest) =>
  put(room.world, input.principalArn ?? userArn(room), input)

export function deleteAccountSetting(room: Room, input: DeleteAccountSettingRequest) {
  const { world } = room
  const name = known(input.name)
  const principal = input.principalArn ?? userArn(room)
  delete world.accountSettings[`${principal} ${name}`]
  return { setting: { name, value: '', principalArn: principal, type: 'user' } }
}

export function listAccountSettings(room: Room, input: ListAccountSettingsRequest) {
  const { world } = room
  const { name, value, effectiveSettings = false } = input
  const principal = input.principalArn ?? userArn(room)
  const own = (key: string) => world.accountSettings[`${principal} ${key}`]
  const names = name === undefined ? Object.keys(DEFAULTS) : [known(name)]
  const found = names.flatMap(key => {
    if (!effectiveSettings) return own(key) ?? []
    const set = own(key) ?? world.accountSettings[`${rootArn(world)} ${key}`]
    return { name: key, value: set?.value ?? DEFAULTS[key] ?? '', principal }
  })
  const wanted = found.filter(one => value === undefined || one.value === value)
  const { items, nextToken } = page(wanted, input, { standard: 10, most: 10 })
  return {
    settings: items.map(one => ({ name: one.name, value: one.value, principalArn: one.principal, type: 'user' })),
    nextToken,
  }
}

function put(world: World, principal: string, input: PutAccountSettingRequest) {
  const name = known(input.name)
  const value = required(input.value, 'value')
  const values = OTHER_VALUES[name] ?? VALUES
  // words ours
  if (!values.includes(value)) throw invalid(`The value of ${name} must be one of ${values.join(', ')}.`)
  world.accountSettings[`${principal} ${name}`] = { principal, name, value }
  return { setting: { name, value, principalArn: principal, type: 'user' } }
}

const rootArn = ({ account }: World): string => `arn:aws:iam::${account}:root`

function known(name: string | undefined): string {
  if (name === undefined || !Object.hasOwn(DEFAULTS, name)) throw invalid(`Invalid account setting: ${name}.`)
  return name
}
