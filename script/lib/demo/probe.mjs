/** Asks the load balancer 20 times a second, and counts what fails. */
export function startProbe(url, perSecond = 20) {
  const failures = /** @type {string[]} */ ([])
  const versions = new Map()
  const open = new Set()
  let sent = 0
  const ask = async () => {
    const path = sent++ % 2 === 0 ? '/version' : '/api/items'
    try {
      const response = await fetch(`${url}${path}`, { signal: AbortSignal.timeout(10_000) })
      const body = await response.text()
      if (response.status !== 200) failures.push(`${path} ${response.status} ${body.slice(0, 80)}`)
      const version = response.headers.get('x-app-version')
      versions.set(version, (versions.get(version) ?? 0) + 1)
    } catch (error) {
      failures.push(`${path} ${error.cause?.code ?? error.name}`)
    }
  }
  const timer = setInterval(() => {
    const answer = ask().finally(() => open.delete(answer))
    open.add(answer)
  }, 1000 / perSecond)
  return {
    async stop() {
      clearInterval(timer)
      await Promise.all(open)
      return { sent, failures, versions: Object.fromEntries(versions) }
    },
  }
}
