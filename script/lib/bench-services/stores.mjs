/** redis and PostgreSQL by themselves, asked by the tools that come with them, from a container beside theirs. */
import { docker } from './tasks.mjs'

/** @returns operations per second, by how many are sent at once */
export async function redisOperations(name, { password, cpus }) {
  const image = await docker('inspect', '--format', '{{.Image}}', name)
  const measured = {}
  for (const [key, pipeline, count, limit] of [
    ['one at a time', 1, 50_000, cpus],
    ['16 at once', 16, 400_000, cpus],
    ['16 at once, a whole CPU', 16, 1_000_000, 1],
  ]) {
    await docker('update', '--cpus', String(limit), name)
    const ask = ['-c', '20', '-n', String(count), '-P', String(pipeline), '-t', 'get,set', '-r', '1000', '--csv']
    const text = await docker(
      ...['run', '--rm', '--network', `container:${name}`, '--entrypoint', 'redis-benchmark', image],
      ...['--user', 'app', '-a', password, ...ask],
    )
    const rows = [...text.matchAll(/^"(GET|SET)","([\d.]+)",.*$/gm)]
    measured[key] = Object.fromEntries(rows.map(([, command, rate]) => [command, Math.round(Number(rate))]))
  }
  await docker('update', '--cpus', String(cpus), name)
  return measured
}

/** flask-app's own read, by four clients: transactions per second and their mean. */
export async function postgresReads(name, { seconds }) {
  const script = '\\set id random(1, 20)\nselect id, name, description, created_at from items where id = :id;\n'
  await docker('exec', name, 'sh', '-c', `printf '%s' '${script}' >/tmp/read.sql`)
  const options = ['-n', '-M', 'prepared', '-c', '4', '-j', '1', '-T', String(seconds), '-f', '/tmp/read.sql']
  const command = `PGPASSWORD=$POSTGRES_PASSWORD exec pgbench -h 127.0.0.1 -U app ${options.join(' ')} items`
  const text = await docker('exec', name, 'sh', '-c', command)
  const number = pattern => Number(pattern.exec(text)?.[1])
  return { perSecond: Math.round(number(/tps = ([\d.]+)/)), meanMs: number(/latency average = ([\d.]+)/) }
}
