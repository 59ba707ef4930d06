import { createHash } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createDoor } from '../../../src/emulator/docker/door.ts'
import type { PushedManifest } from '../../../src/emulator/docker/index.ts'
import { passwordOf } from '../../../src/emulator/docker/login.ts'
import { type Answer, call, readAll, serve } from './http.ts'

let registry: Awaited<ReturnType<typeof serve>>
let server: Awaited<ReturnType<typeof serve>>
let putImage: ReturnType<typeof createDoor>['putImage']
let asked: { line: string; headers: Record<string, unknown>; body: string }[]
let pushed: PushedManifest[]
let calls: string[]

const manifest = JSON.stringify({ config: { size: 10 }, layers: [{ size: 5 }] })
const digest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`
const mediaType = 'application/vnd.oci.image.manifest.v1+json'

beforeEach(async () => {
  asked = []
  pushed = []
  calls = []
  registry = await serve(async (request, response) => {
    asked.push({ line: `${request.method} ${request.url}`, headers: request.headers, body: await readAll(request) })
    const created = request.method === 'PUT' || request.method === 'POST'
    response.writeHead(created ? 201 : 200, {
      Location: `http://${request.headers.host}/v2/shop/api/blobs/uploads/1?_state=x`,
      'Docker-Content-Digest': digest,
    })
    response.end(created || request.method === 'HEAD' ? undefined : 'bytes')
  })
  const sides = createDoor({
    registry: `http://127.0.0.1:${registry.port}`,
    password: 'open sesame',
    account: '123456789012',
    images: {
      repository: name =>
        name === 'shop/api' ? { mutability: 'IMMUTABLE' } : name === 'free' ? { mutability: 'MUTABLE' } : undefined,
      tagTaken: (_, tag, given) => tag === '1.4.0' && given !== 'sha256:other',
      pushed: image => pushed.push(image),
      known: (_, reference) => reference !== 'expired',
      called: ({ caller, operation }) => {
        calls.push(`${caller} ${operation}`)
        return caller === 'reader' && operation === 'PutImage' ? 'User: reader is not authorized' : undefined
      },
    },
  })
  putImage = sides.putImage
  server = await serve(sides.door)
})

afterEach(async () => {
  await Promise.all([server.close(), registry.close()])
})

const login = `Basic ${Buffer.from('AWS:open sesame').toString('base64')}`

function ask(method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<Answer> {
  return call({ port: server.port, method, path, headers: { Authorization: login, ...headers } }, body)
}

const refused = ({ status, body }: Answer) => [status, ...JSON.parse(body).errors.map((e: object) => Object.values(e))]

test('a login is asked for, and the right one is welcome', async () => {
  const stranger = await call({ port: server.port, path: '/v2/' })
  expect(stranger.status).toBe(401)
  expect(stranger.headers['www-authenticate']).toBe(
    `Basic realm="http://127.0.0.1:${server.port}/",service="ecr.amazonaws.com"`,
  )
  expect((await ask('GET', '/v2/')).status).toBe(200)
  const wrong = `Basic ${Buffer.from('AWS:guess').toString('base64')}`
  expect((await ask('GET', '/v2/', undefined, { Authorization: wrong })).status).toBe(401)
})

test('whoever asked for the password needs the permission; the tasks themselves need none', async () => {
  const Authorization = `Basic ${Buffer.from(`AWS:${passwordOf('reader', 'open sesame')}`).toString('base64')}`
  const headers = { Authorization, 'Content-Type': mediaType }
  expect((await ask('GET', '/v2/shop/api/blobs/sha256:ab', undefined, headers)).status).toBe(200)
  expect(refused(await ask('PUT', '/v2/shop/api/manifests/1.0.0', manifest, headers))).toEqual([
    403,
    ['DENIED', 'User: reader is not authorized'],
  ])
  expect((await ask('PUT', '/v2/shop/api/manifests/1.0.0', manifest, { 'Content-Type': mediaType })).status).toBe(201)
  expect(calls).toEqual(['reader GetDownloadUrlForLayer', 'reader PutImage'])
})

test('a repository that was not created is not there', async () => {
  expect(
    refused(await ask('HEAD', '/v2/shop/web/blobs/sha256:ab').then(answer => ({ ...answer, body: '{"errors":[]}' }))),
  ).toEqual([404])
  expect(refused(await ask('POST', '/v2/shop/web/blobs/uploads/'))).toEqual([
    404,
    ['NAME_UNKNOWN', "The repository with name 'shop/web' does not exist in the registry with id '123456789012'"],
  ])
  expect(asked).toEqual([])
})

test('a manifest is stored, then told: digest, tag, size', async () => {
  const answer = await ask('PUT', '/v2/shop/api/manifests/1.5.0', manifest, { 'Content-Type': mediaType })
  expect([answer.status, answer.headers['docker-content-digest']]).toEqual([201, digest])
  expect(asked[0]).toMatchObject({ line: 'PUT /v2/shop/api/manifests/1.5.0', body: manifest })
  expect(asked[0]?.headers['content-type']).toBe(mediaType)
  expect(pushed).toEqual([{ repository: 'shop/api', tag: '1.5.0', digest, manifest, mediaType, size: 15 }])
})

test('a manifest by digest has no tag', async () => {
  await ask('PUT', `/v2/shop/api/manifests/${digest}`, manifest, { 'Content-Type': mediaType })
  expect(pushed[0]).not.toHaveProperty('tag')
})

test('a taken tag of an immutable repository is refused in the words of ECR', async () => {
  expect(refused(await ask('PUT', '/v2/shop/api/manifests/1.4.0', manifest))).toEqual([
    400,
    [
      'TAG_INVALID',
      "The image tag '1.4.0' already exists in the 'shop/api' repository and cannot be overwritten because the repository is immutable.",
    ],
  ])
  expect([asked, pushed]).toEqual([[], []])
  expect((await ask('PUT', '/v2/free/manifests/1.4.0', manifest)).status).toBe(201)
})

test('an image that ECR deleted is gone, although its bytes are there', async () => {
  expect(refused(await ask('GET', '/v2/shop/api/manifests/expired'))[0]).toBe(404)
  expect((await ask('GET', '/v2/shop/api/manifests/1.5.0')).body).toBe('bytes')
})

test('uploads stream through and go on at the door; the login stays outside', async () => {
  const body = 'x'.repeat(1 << 20)
  const answer = await ask('PATCH', '/v2/shop/api/blobs/uploads/1?_state=x', body, { 'Transfer-Encoding': 'chunked' })
  expect(answer.headers.location).toBe(`http://127.0.0.1:${server.port}/v2/shop/api/blobs/uploads/1?_state=x`)
  expect(asked[0]).toMatchObject({ line: 'PATCH /v2/shop/api/blobs/uploads/1?_state=x', body })
  expect(asked[0]?.headers).not.toHaveProperty('authorization')
})

test('ranges and heads pass', async () => {
  await ask('GET', '/v2/shop/api/blobs/sha256:ab', undefined, { Range: 'bytes=1-2' })
  await ask('HEAD', '/v2/shop/api/blobs/sha256:ab')
  expect(asked.map(({ line, headers }) => [line, headers.range])).toEqual([
    ['GET /v2/shop/api/blobs/sha256:ab', 'bytes=1-2'],
    ['HEAD /v2/shop/api/blobs/sha256:ab', undefined],
  ])
})

test('a layer is mounted from a known repository, and uploaded when its source is unknown', async () => {
  await ask('POST', '/v2/shop/api/blobs/uploads/?mount=sha256:ab&from=free')
  await ask('POST', '/v2/shop/api/blobs/uploads/?mount=sha256:ab&from=ghost')
  expect(asked.map(({ line }) => line)).toEqual([
    'POST /v2/shop/api/blobs/uploads/?mount=sha256:ab&from=free',
    'POST /v2/shop/api/blobs/uploads/',
  ])
})

test('deleting is for the API of ECR, an upload may be given up', async () => {
  expect((await ask('DELETE', '/v2/shop/api/manifests/1.5.0')).status).toBe(405)
  expect((await ask('DELETE', '/v2/shop/api/blobs/sha256:ab')).status).toBe(405)
  expect((await ask('DELETE', '/v2/shop/api/blobs/uploads/1')).status).toBe(200)
})

test('one more tag needs no push', async () => {
  await putImage('shop/api', 'stable', manifest, mediaType)
  expect(asked[0]).toMatchObject({ line: 'PUT /v2/shop/api/manifests/stable', body: manifest })
  expect(pushed).toEqual([])
})

test('a registry that is down is said', async () => {
  await registry.close()
  expect(refused(await ask('GET', '/v2/shop/api/manifests/1'))[0]).toBe(502)
  expect(refused(await ask('PUT', '/v2/shop/api/manifests/1', manifest))[0]).toBe(502)
  registry = await serve(() => {})
})
