/** Asks the emulator behind the local ECS what the action's clients do not ask. */
import { randomUUID } from 'node:crypto'

/** moto reads from it which service and region are meant, and checks nothing of it. */
const signedFor = service =>
  `AWS4-HMAC-SHA256 Credential=test/20260101/ap-south-1/${service}/aws4_request, SignedHeaders=host, Signature=0`

async function post(url, service, type, body) {
  const headers = { 'content-type': type, authorization: signedFor(service) }
  const answer = await fetch(url, { method: 'POST', headers, body })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${service} at ${url}: ${text.slice(0, 300)}`)
  return text
}

/** An action of a service that speaks AWS's query protocol; the answer is XML. */
export const query = (url, service, version, action) =>
  post(url, service, 'application/x-www-form-urlencoded; charset=utf-8', `Action=${action}&Version=${version}`)

/** A public zone in Route 53, one more at each call; its id. */
export async function makeZone(url, domain) {
  const body = `<?xml version="1.0"?>
<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/">
  <Name>${domain}</Name><CallerReference>${randomUUID()}</CallerReference>
</CreateHostedZoneRequest>`
  const answer = await post(`${url}/2013-04-01/hostedzone`, 'route53', 'text/xml', body)
  const id = /<Id>\/hostedzone\/(\w+)<\/Id>/.exec(answer)?.[1]
  if (!id) throw new Error(`no zone in ${answer}`)
  return id
}

/** The names of the snapshots of databases that were made by hand, or as last ones. */
export async function snapshots(url) {
  const answer = await query(url, 'rds', '2014-10-31', 'DescribeDBSnapshots')
  return [...answer.matchAll(/<DBSnapshotIdentifier>([^<]*)</g)].map(([, name = '']) => name)
}
