/** infra/costs.md with what each profile costs in a month, from the prices and quantities of infra/costs.json. */
import { filled } from './readme-tables.mjs'

const PER = {
  'vCPU-with-2-GB-hour': 'Fargate, a vCPU with 2 GB for an hour',
  'NAT-hour': 'a NAT gateway for an hour',
  'NAT-GB': 'a GB through a NAT gateway',
  'address-hour': 'a public IPv4 address for an hour',
  'balancer-hour': 'an application load balancer for an hour',
  'LCU-hour': 'one of its capacity units for an hour',
  'database-hour': 'PostgreSQL on a db.t4g.micro with a standby, for an hour',
  'database-GB': 'a GB of gp3 with a standby, for a month',
  'log-GB': 'a GB of logs, written and kept for a month',
  'alarm-metric': 'a metric of an alarm, for a month',
  key: 'a key of KMS, for a month',
  'health-check': 'a health check of what is at AWS, for a month',
  'health-check-option': 'HTTPS, a text or times in it, each for a month',
  secret: 'a secret, for a month',
}

/** What a profile costs in a month by its parts; undefined where there is no price. */
export function monthly({ hours, assumed, prices }, profile) {
  const price = key => prices[key].usd
  const hourly = (key, quantity) => quantity * price(key) * hours
  return {
    // The price is of tasks of this shape alone, which all of ours have.
    Fargate: profile.GB === 2 * profile.vCPU ? hourly('vCPU-with-2-GB-hour', profile.vCPU) : undefined,
    'NAT gateways': hourly('NAT-hour', profile.gateways) + assumed['NAT gateway, GB'] * price('NAT-GB'),
    'public IPv4 addresses': hourly('address-hour', profile.addresses),
    'load balancer': hourly('balancer-hour', 1) + hourly('LCU-hour', assumed['load balancer, capacity units']),
    database: profile.standby ? hourly('database-hour', 1) + profile.storage * price('database-GB') : undefined,
    logs: assumed['logs, GB'] * price('log-GB'),
    alarms: profile.alarmMetrics * price('alarm-metric'),
    'key and secrets': profile.keys * price('key') + profile.secrets * price('secret'),
  }
}

/** What `synthetic_check` adds in a month, by its options. */
export function checking({ prices }) {
  const price = key => prices[key].usd
  const whole = price('health-check') + price('key') + price('alarm-metric')
  const option = price('health-check-option')
  return {
    'over HTTPS': whole + option,
    'with `search_string` or `measure_latency`': whole + 2 * option,
    'with both': whole + 3 * option,
    'over HTTP (staging without a certificate)': whole,
  }
}

export function withCosts(page, costs) {
  const { prices, profiles } = costs
  const names = Object.keys(profiles)
  const each = names.map(name => monthly(costs, profiles[name]))
  // Of what the cells say, so that a column adds up.
  const total = parts => Object.values(parts).reduce((sum, usd) => sum + Number((usd ?? 0).toFixed(2)), 0)
  const cell = usd => (usd === undefined ? 'no price' : usd.toFixed(2))
  const whole = parts => `${cell(total(parts))}${Object.values(parts).includes(undefined) ? ' without that' : ''}`
  return filled(page, 'infra/costs.md', {
    month: [
      `| | ${names.join(' | ')} |`,
      `| --- |${names.map(() => ' ---: |').join('')}`,
      ...Object.keys(each[0]).map(part => `| ${part} | ${each.map(parts => cell(parts[part])).join(' | ')} |`),
      `| **in all** | ${each.map(parts => `**${whole(parts)}**`).join(' | ')} |`,
    ],
    check: [
      '| `synthetic_check` | a month |',
      '| --- | ---: |',
      ...Object.entries(checking(costs)).map(([how, usd]) => `| ${how} | ${cell(usd)} |`),
    ],
    prices: [
      '| | US dollars | AWS’s page | to be confirmed by |',
      '| --- | ---: | --- | --- |',
      ...Object.entries(prices).map(([key, { usd, page: link, confirm }]) => {
        return `| ${PER[key]} | ${usd} | [${new URL(link).pathname.split('/')[1]}](${link}) | ${confirm} |`
      }),
    ],
  })
}
