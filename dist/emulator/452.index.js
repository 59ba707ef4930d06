export const id = 452;
export const ids = [452];
export const modules = {

/***/ 452:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createDockerFate: () => (/* binding */ createDockerFate)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(598);
// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(67);
// EXTERNAL MODULE: ./lib/emulator/routing.js
var routing = __webpack_require__(889);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(75);
;// CONCATENATED MODULE: ./lib/emulator/docker/forward.js
/** One HTTP request, forwarded to one of several servers: what the load balancer and Service Connect have in common. */


function forward(incoming, response, hop) {
    const tried = new Set();
    const repeatable = hasNoBody(incoming) && ['GET', 'HEAD', 'OPTIONS'].includes(incoming.method ?? '');
    const headers = [...hop.headers(incoming), ...framing(incoming)];
    let current;
    let left = false;
    response.on('close', () => {
        left = true;
        if (!response.writableFinished)
            current?.destroy();
    });
    attempt();
    function attempt() {
        const server = hop.pick(tried);
        if (!server) {
            hop.refuse(response, tried.size === 0 ? 'nobody' : 'unreachable');
            return;
        }
        tried.add(server.key);
        let connected = false;
        let answered = false;
        let late = false;
        const { host, port } = server;
        const began = performance.now();
        const { method, url: path } = incoming;
        const outgoing = (0,external_node_http_.request)({ host, port, method, path, headers, agent: false, setHost: false });
        current = outgoing;
        if (hop.patience > 0) {
            outgoing.setTimeout(hop.patience, () => {
                late = true;
                outgoing.destroy();
            });
        }
        outgoing.on('response', answer => {
            answered = true;
            const status = answer.statusCode ?? 502;
            hop.seen?.(server, status < 500, { status, seconds: (performance.now() - began) / 1000 });
            response.writeHead(status, answer.statusMessage, withoutHops(answer.rawHeaders));
            (0,external_node_stream_.pipeline)(answer, response, () => { });
        });
        outgoing.on('error', () => {
            if (answered)
                response.destroy();
            if (answered || left)
                return;
            hop.seen?.(server, false);
            if (late)
                hop.refuse(response, 'timeout');
            else if ((!connected || repeatable) && tried.size < hop.attempts)
                attempt();
            else
                hop.refuse(response, 'unreachable');
        });
        outgoing.on('socket', socket => socket.once('connect', () => {
            connected = true;
            // Only now: what has been sent to nobody can still be sent to the next one.
            if (!hasNoBody(incoming))
                incoming.pipe(outgoing);
        }));
        if (hasNoBody(incoming))
            outgoing.end();
    }
}
function hasNoBody({ headers }) {
    return headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0;
}
/** Headers given as a list are sent as they are: a body without a length must be announced. */
function framing({ headers }) {
    return headers['transfer-encoding'] === undefined ? [] : ['Transfer-Encoding', 'chunked'];
}
const hops = new Set([
    'connection',
    'expect',
    'keep-alive',
    'proxy-authenticate',
    'proxy-authorization',
    'proxy-connection',
    'te',
    'trailer',
    'transfer-encoding',
    'upgrade',
]);
/** Headers (name, value, name, value …) that are meant for the other end, not for the next hop. */
function withoutHops(raw, also = []) {
    const named = pairs(raw).filter(([name]) => name.toLowerCase() === 'connection');
    const dropped = new Set([...also, ...named.flatMap(([, value]) => value.toLowerCase().split(/\s*,\s*/))]);
    return pairs(raw)
        .filter(([name]) => !hops.has(name.toLowerCase()) && !dropped.has(name.toLowerCase()))
        .flat();
}
function pairs(raw) {
    return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : []));
}

;// CONCATENATED MODULE: ./lib/emulator/docker/target-health.js
const initial = { state: 'initial', streak: 0 };
function after(check, { state, streak }, rules) {
    const passed = 'status' in check && matches(rules.matcher, check.status);
    const now = passed ? Math.max(streak, 0) + 1 : Math.min(streak, 0) - 1;
    if (now >= rules.healthyThreshold)
        return { state: 'healthy', streak: now };
    if (-now >= rules.unhealthyThreshold)
        return { state: 'unhealthy', streak: now };
    return { state, streak: now };
}
/** `200`, `200-299`, `200,204`. */
function matches(matcher, status) {
    return matcher.split(',').some(part => {
        const [from, to = from] = part.trim().split('-').map(Number);
        return from !== undefined && to !== undefined && from <= status && status <= to;
    });
}
/** ELB's words. */
function reason(check) {
    if ('status' in check)
        return `Health checks failed with these codes: [${check.status}]`;
    return check.failure === 'timeout' ? 'Request timed out' : 'Health checks failed';
}

;// CONCATENATED MODULE: ./lib/emulator/docker/traffic.js
function countTraffic() {
    let counts = new Map();
    function of({ loadBalancerArn, targetGroupArn }) {
        const key = `${loadBalancerArn} ${targetGroupArn}`;
        const found = counts.get(key) ?? {
            loadBalancerArn,
            targetGroupArn,
            answered: new Map(),
            refused: new Map(),
            seconds: new Map(),
        };
        counts.set(key, found);
        return found;
    }
    return {
        answered(place, status, seconds) {
            const { answered, seconds: times } = of(place);
            add(answered, status);
            // three digits are enough, and keep the values few
            add(times, Number(seconds.toPrecision(3)));
        },
        refused: (place, status) => add(of(place).refused, status),
        take(targets) {
            const taken = [...counts.values()];
            counts = new Map();
            return taken.map(({ loadBalancerArn, targetGroupArn, ...each }) => ({
                kind: 'traffic',
                loadBalancerArn,
                targetGroupArn,
                targets: targets(targetGroupArn),
                answered: listed(each.answered),
                refused: listed(each.refused),
                seconds: listed(each.seconds),
            }));
        },
    };
}
const add = (counts, value) => void counts.set(value, (counts.get(value) ?? 0) + 1);
const listed = (counts) => [...counts].sort(([a], [b]) => a - b);

;// CONCATENATED MODULE: ./lib/emulator/docker/turn.js
/** Round robin that knows who was tried already. */
class Turn {
    next = 0;
    pick(servers, tried) {
        for (let step = 0; step < servers.length; step++) {
            const server = servers[(this.next + step) % servers.length];
            if (server && !tried.has(server.key)) {
                this.next = (this.next + step + 1) % servers.length;
                return server;
            }
        }
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/emulator/docker/balancer.js
/** The load balancer: health checks of its own, requests only to healthy targets, and none to those that leave. */







/** Milliseconds between two checks, however fast the clock is. */
const leastInterval = 200;
const idleTimeout = 60_000;
function createBalancer({ speed, tell }) {
    const groups = new Map();
    const servers = new Set();
    const counted = countTraffic();
    function group(arn) {
        const found = groups.get(arn) ?? new Map();
        groups.set(arn, found);
        return found;
    }
    async function watch(member) {
        const { rules, taskId, host, port } = member;
        const { targetGroupArn } = rules;
        const check = await probe(host, port, rules);
        if (group(targetGroupArn).get(taskId) !== member)
            return;
        const before = member.health.state;
        member.health = after(check, member.health, rules);
        const { state } = member.health;
        if (state !== before && state !== 'initial') {
            const news = { kind: 'target-health', taskId, targetGroupArn, state };
            tell(state === 'healthy' ? news : { ...news, reason: reason(check) });
        }
        const wait = Math.max((rules.intervalSeconds * 1000) / speed, leastInterval);
        member.timer = setTimeout(() => void watch(member), wait);
    }
    /** Healthy ones; where every target is unhealthy all of them, as ALB fails open. */
    function eligible(arn) {
        const members = [...group(arn).values()];
        const healthy = members.filter(({ health }) => health.state === 'healthy');
        if (healthy.length > 0)
            return healthy;
        return members.every(({ health }) => health.state === 'unhealthy') ? members : [];
    }
    return {
        register(target) {
            const { taskId, host, port, rules } = target;
            const member = { ...target, key: `${host}:${port}`, health: initial };
            clearTimeout(group(rules.targetGroupArn).get(taskId)?.timer);
            group(rules.targetGroupArn).set(taskId, member);
            void watch(member);
        },
        deregister(taskId, targetGroupArn) {
            for (const [arn, members] of groups) {
                if (targetGroupArn !== undefined && arn !== targetGroupArn)
                    continue;
                clearTimeout(members.get(taskId)?.timer);
                members.delete(taskId);
            }
        },
        async listen({ loadBalancerArn, port, shown, rules }) {
            const turns = new Map();
            const turnOf = (arn) => {
                const turn = turns.get(arn) ?? new Turn();
                turns.set(arn, turn);
                return turn;
            };
            const server = (0,external_node_http_.createServer)({ keepAliveTimeout: idleTimeout, requestTimeout: 0 }, (incoming, response) => {
                const decision = (0,routing/* decide */.LD)(rules(), { ...questionOf(incoming), ...shown }, Math.random());
                if (decision?.kind !== 'forward') {
                    speakFor(response, decision);
                    return;
                }
                const { targetGroupArn } = decision;
                const place = { loadBalancerArn, targetGroupArn };
                forward(incoming, response, {
                    pick: tried => turnOf(targetGroupArn).pick(eligible(targetGroupArn), tried),
                    attempts: 1,
                    patience: idleTimeout,
                    headers: from => forwardedHeaders(from, shown),
                    seen: (_, __, answer) => answer && counted.answered(place, answer.status, answer.seconds),
                    refuse: (to, refusal) => {
                        counted.refused(place, refuse(to, refusal));
                    },
                });
            });
            await new Promise((resolve, reject) => {
                server.once('error', reject);
                server.listen(port, '127.0.0.1', resolve);
            });
            servers.add(server);
            return {
                port: server.address().port,
                close: () => {
                    servers.delete(server);
                    return balancer_closed(server);
                },
            };
        },
        traffic: () => counted.take(arn => eligible(arn).length),
        async close() {
            for (const members of groups.values())
                for (const { timer } of members.values())
                    clearTimeout(timer);
            groups.clear();
            await Promise.all([...servers].map(balancer_closed));
        },
    };
}
async function balancer_closed(server) {
    const end = new Promise(resolve => server.close(resolve));
    server.closeAllConnections();
    await end;
}
function probe(host, port, rules) {
    const headers = { Host: `${host}:${port}`, 'User-Agent': 'ELB-HealthChecker/2.0', Connection: 'close' };
    return new Promise(resolve => {
        const question = (0,external_node_http_.request)({ host, port, path: rules.path, headers, agent: false });
        const timer = setTimeout(() => {
            resolve({ failure: 'timeout' });
            question.destroy();
        }, rules.timeoutSeconds * 1000);
        question.on('response', answer => {
            answer.resume();
            answer.on('error', () => { });
            resolve({ status: answer.statusCode ?? 0 });
        });
        question.on('error', () => resolve({ failure: 'refused' }));
        question.on('close', () => clearTimeout(timer));
        question.end();
    });
}
function questionOf({ method = 'GET', url = '/', headers, socket }) {
    return { method, url, headers, address: socket.remoteAddress ?? '' };
}
/** What the load balancer answers without a target. */
function speakFor(response, decision) {
    switch (decision?.kind) {
        case 'redirect':
            response.writeHead(decision.status, { Server: 'awselb/2.0', Location: decision.location, 'Content-Length': 0 });
            response.end();
            break;
        case 'answer':
            response.writeHead(decision.status, { Server: 'awselb/2.0', 'Content-Type': decision.contentType });
            response.end(decision.body);
            break;
        default:
            refuse(response, 'nobody');
    }
}
function forwardedHeaders(incoming, shown) {
    const { headers, rawHeaders, socket } = incoming;
    const client = socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
    const before = headers['x-forwarded-for'];
    return [
        ...withoutHops(rawHeaders, ['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-port', 'x-amzn-trace-id']),
        ...['X-Forwarded-For', before === undefined ? client : `${before}, ${client}`],
        ...['X-Forwarded-Proto', shown.protocol.toLowerCase()],
        ...['X-Forwarded-Port', String(shown.port || socket.localPort)],
        ...['X-Amzn-Trace-Id', traceId(headers['x-amzn-trace-id'])],
    ];
}
/** A Root that came with the request is kept, and the balancer adds itself. */
function traceId(given) {
    const fresh = `1-${Math.floor(Date.now() / 1000).toString(16)}-${(0,external_node_crypto_.randomBytes)(12).toString('hex')}`;
    const fields = String(given ?? '').split(';');
    const kept = fields.filter(field => field !== '' && !field.startsWith('Self='));
    return kept.some(field => field.startsWith('Root=')) ? [`Self=${fresh}`, ...kept].join(';') : `Root=${fresh}`;
}
const answers = {
    nobody: [503, 'Service Temporarily Unavailable'],
    unreachable: [502, 'Bad Gateway'],
    timeout: [504, 'Gateway Time-out'],
};
/** @returns its status. */
function refuse(response, refusal) {
    const [status, text] = answers[refusal];
    const title = `${status} ${text}`;
    const page = [
        '<html>',
        `<head><title>${title}</title></head>`,
        '<body>',
        `<center><h1>${title}</h1></center>`,
        '</body>',
        '</html>',
        '',
    ].join('\r\n');
    response.writeHead(status, text, {
        Server: 'awselb/2.0',
        'Content-Type': 'text/html',
        'Content-Length': Buffer.byteLength(page),
    });
    response.end(page);
    return status;
}

// EXTERNAL MODULE: ./lib/emulator/docker/login.js
var docker_login = __webpack_require__(393);
;// CONCATENATED MODULE: ./lib/emulator/docker/oci.js
function route(path) {
    const plain = decoded(path);
    // An upload goes on after `blobs/`, and a repository's name may contain any of these words.
    const found = /^\/v2\/(.+)\/(blobs)\/(uploads\/.*)$/.exec(plain) ??
        /^\/v2\/(.+)\/(blobs|manifests|tags|referrers)\/([^/]+)$/.exec(plain);
    if (!found)
        return undefined;
    const [, repository = '', kind, reference = ''] = found;
    return { repository, kind: kind, reference };
}
/** What IAM calls a request at the registry's door. */
function actionOf(method, { kind, reference }) {
    const reads = method === 'GET' || method === 'HEAD';
    if (kind === 'manifests')
        return reads ? 'BatchGetImage' : 'PutImage';
    if (kind !== 'blobs')
        return 'ListImages';
    if (reference.startsWith('uploads/') || reference === 'uploads') {
        if (method === 'POST')
            return 'InitiateLayerUpload';
        return method === 'PUT' ? 'CompleteLayerUpload' : 'UploadLayerPart';
    }
    return method === 'HEAD' ? 'BatchCheckLayerAvailability' : 'GetDownloadUrlForLayer';
}
function decoded(path) {
    try {
        return decodeURIComponent(path);
    }
    catch {
        return path;
    }
}
function isDigest(reference) {
    return reference.startsWith('sha256:');
}
/** Compressed bytes that a manifest names. */
function manifestSize(manifest) {
    try {
        const { config, layers, manifests } = JSON.parse(manifest);
        return [config, ...(layers ?? []), ...(manifests ?? [])].reduce((sum, part) => sum + (part?.size ?? 0), 0);
    }
    catch {
        return 0;
    }
}

;// CONCATENATED MODULE: ./lib/emulator/docker/door.js
/** ECR's door: the OCI distribution API with ECR's rules, in front of a real registry that holds the bytes. */






const largestManifest = 4 * 1024 * 1024;
function createDoor({ registry, password, account, images }) {
    const origin = new URL(registry);
    function door(incoming, response) {
        const decision = decide(incoming);
        switch (decision.kind) {
            case 'challenge':
                challenge(incoming, response);
                break;
            case 'welcome':
                answer(response, 200, {});
                break;
            case 'refuse':
                door_refuse(response, decision);
                break;
            case 'pass':
                pass(incoming, response, decision.path);
                break;
            case 'receive':
                receive(decision.route, incoming, response).catch(error => {
                    if (!response.headersSent)
                        door_refuse(response, { status: 502, code: 'UNKNOWN', message: String(error) });
                });
                break;
            default:
                decision;
        }
    }
    function decide({ method = 'GET', url = '/', headers }) {
        const login = (0,docker_login/* loginOf */.D)(headers.authorization ?? '', password);
        if (login === undefined)
            return { kind: 'challenge' };
        const path = url.split('?')[0] ?? '';
        if (path === '/v2/' || path === '/v2')
            return { kind: 'welcome' };
        const asked = route(path);
        if (!asked)
            return { kind: 'refuse', ...unsupported };
        const { repository, reference } = asked;
        const denied = login.caller === undefined
            ? undefined
            : images.called?.({
                caller: login.caller,
                operation: actionOf(method, asked),
                repository,
                userAgent: headers['user-agent'] ?? '',
            });
        if (denied !== undefined)
            return { kind: 'refuse', status: 403, code: 'DENIED', message: denied };
        if (!images.repository(repository)) {
            return { kind: 'refuse', status: 404, code: 'NAME_UNKNOWN', message: unknown(repository) };
        }
        // Deleting goes through ECR's own API, which knows the images; only an upload can be given up here.
        if (method === 'DELETE' && !reference.startsWith('uploads/'))
            return { kind: 'refuse', ...unsupported };
        if (asked.kind === 'manifests' && method === 'PUT')
            return { kind: 'receive', route: asked };
        if (asked.kind === 'manifests' && images.known?.(repository, reference) === false) {
            return { kind: 'refuse', status: 404, code: 'MANIFEST_UNKNOWN', message: 'Requested image not found' };
        }
        return { kind: 'pass', path: withKnownSource(url) };
    }
    async function receive({ repository, reference }, incoming, response) {
        const chunks = [];
        let length = 0;
        for await (const chunk of incoming) {
            chunks.push(chunk);
            length += chunk.length;
            if (length > largestManifest)
                throw new Error('the manifest is larger than 4 MiB');
        }
        const body = Buffer.concat(chunks);
        const digest = `sha256:${(0,external_node_crypto_.createHash)('sha256').update(body).digest('hex')}`;
        const tag = isDigest(reference) ? undefined : reference;
        if (tag !== undefined && isTaken(repository, tag, digest)) {
            door_refuse(response, { status: 400, code: 'TAG_INVALID', message: taken(repository, tag) });
            return;
        }
        const mediaType = incoming.headers['content-type'] ?? '';
        const { status, headers, text } = await put(repository, reference, body, mediaType);
        if (status === 201) {
            const manifest = body.toString();
            const stored = { repository, digest, manifest, mediaType, size: manifestSize(manifest) };
            images.pushed(tag === undefined ? stored : { ...stored, tag });
        }
        response.writeHead(status, relocated(headers, incoming));
        response.end(text);
    }
    function isTaken(repository, tag, digest) {
        const mutability = images.repository(repository)?.mutability ?? 'MUTABLE';
        return mutability !== 'MUTABLE' && images.tagTaken(repository, tag, digest);
    }
    function put(repository, reference, body, mediaType) {
        const headers = { 'Content-Type': mediaType, 'Content-Length': body.length };
        return new Promise((resolve, reject) => {
            const outgoing = (0,external_node_http_.request)(new URL(`/v2/${repository}/manifests/${reference}`, origin), { method: 'PUT', headers, agent: false }, async (stored) => {
                const chunks = [];
                for await (const chunk of stored)
                    chunks.push(chunk);
                resolve({ status: stored.statusCode ?? 502, headers: stored.rawHeaders, text: Buffer.concat(chunks) });
            });
            outgoing.on('error', reject);
            outgoing.end(body);
        });
    }
    /** As it is, in both directions. */
    function pass(incoming, response, path) {
        const { method, rawHeaders, headers } = incoming;
        const chunked = headers['transfer-encoding'] === undefined ? [] : ['Transfer-Encoding', 'chunked'];
        const outgoing = (0,external_node_http_.request)({
            host: origin.hostname,
            port: origin.port,
            method,
            path,
            headers: [...withoutHops(rawHeaders, ['authorization', 'host']), 'Host', origin.host, ...chunked],
            agent: false,
            setHost: false,
        });
        outgoing.on('response', stored => {
            response.writeHead(stored.statusCode ?? 502, relocated(stored.rawHeaders, incoming));
            (0,external_node_stream_.pipeline)(stored, response, () => { });
        });
        outgoing.on('error', error => {
            if (response.headersSent)
                response.destroy();
            else {
                const message = `The registry behind ECR does not answer: ${error.message}`;
                door_refuse(response, { status: 502, code: 'UNKNOWN', message });
            }
        });
        response.on('close', () => {
            if (!response.writableFinished)
                outgoing.destroy();
        });
        incoming.pipe(outgoing);
    }
    /** Uploads go on where they began: at our door. */
    function relocated(headers, incoming) {
        return withoutHops(headers).map((value, index, all) => {
            if (index % 2 === 0 || all[index - 1]?.toLowerCase() !== 'location')
                return value;
            const { pathname, search } = new URL(value, origin);
            return `http://${incoming.headers.host}${pathname}${search}`;
        });
    }
    /** A layer mounted from a repository that ECR does not know is uploaded instead. */
    function withKnownSource(url) {
        const [path = '', query] = url.split('?');
        const parameters = new URLSearchParams(query);
        const from = parameters.get('from');
        if (from === null || images.repository(from))
            return url;
        return path;
    }
    async function putImage(repository, tag, manifest, mediaType) {
        const { status, text } = await put(repository, tag, Buffer.from(manifest), mediaType);
        if (status !== 201)
            throw new Error(`The registry behind ECR did not take ${repository}:${tag}: ${status} ${text}`);
    }
    function unknown(repository) {
        return `The repository with name '${repository}' does not exist in the registry with id '${account}'`;
    }
    return { door, putImage };
}
const unsupported = { status: 405, code: 'UNSUPPORTED', message: 'The operation is unsupported.' };
function taken(repository, tag) {
    return `The image tag '${tag}' already exists in the '${repository}' repository and cannot be overwritten because the repository is immutable.`;
}
function challenge(incoming, response) {
    answer(response, 401, error('UNAUTHORIZED', 'Not Authorized'), {
        'WWW-Authenticate': `Basic realm="http://${incoming.headers.host}/",service="ecr.amazonaws.com"`,
    });
}
function door_refuse(response, { status, code, message }) {
    answer(response, status, error(code, message));
}
function error(code, message) {
    return { errors: [{ code, message }] };
}
function answer(response, status, body, headers = {}) {
    const text = JSON.stringify(body);
    response.writeHead(status, {
        ...headers,
        'Docker-Distribution-Api-Version': 'registry/2.0',
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(text),
    });
    response.end(text);
}

// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(30);
;// CONCATENATED MODULE: ./lib/emulator/docker/outlier.js
const trusted = { failures: [], ejections: 0, until: 0 };
const outlier_window = 30_000;
const limit = 5;
function judged(outlier, ok, now) {
    if (ok)
        return outlier.failures.length === 0 ? outlier : { ...outlier, failures: [] };
    const failures = [...outlier.failures.filter(at => at > now - outlier_window), now];
    if (failures.length < limit)
        return { ...outlier, failures };
    const ejections = outlier.ejections + 1;
    return { failures: [], ejections, until: now + Math.min(ejections, 10) * outlier_window };
}
/** Those to be used: the trusted ones, or everybody when more than half would be left out. */
function trustworthy(servers, now) {
    const trusted = servers.filter(({ outlier }) => outlier.until <= now);
    return trusted.length * 2 >= servers.length ? trusted : servers;
}

;// CONCATENATED MODULE: ./lib/emulator/docker/endpoints.js
/** Service Connect: endpoints, the tasks that serve them, and the listeners through which other tasks reach them. */





const attempts = 3;
/** As Service Connect has it for http; longer than clients keep connections, or they would meet one just closed. */
const endpoints_idleTimeout = 300_000;
function createEndpoints({ gateway, oneMore, now }) {
    const endpoints = new Map();
    /** `address port` → the name that is served there. */
    const taken = new Map();
    const addresses = new Map();
    const opening = new Map();
    const spare = [];
    const listeners = [];
    const open = new Set();
    function endpoint(name) {
        const found = endpoints.get(name) ?? { turn: new Turn(), peers: new Map(), protocol: 'tcp', patience: 0 };
        endpoints.set(name, found);
        return found;
    }
    function find({ namespace, endpoint: name }) {
        if (namespace !== undefined)
            return endpoint(`${namespace}/${name}`);
        const known = [...endpoints.keys()].find(key => key.endsWith(`/${name}`));
        return endpoint(known ?? `/${name}`);
    }
    function pick({ turn, peers }, tried) {
        const all = [...peers.values()];
        return turn.pick(trustworthy(all, now()), tried) ?? turn.pick(all, tried);
    }
    function seen({ peers }, key, ok) {
        for (const peer of peers.values())
            if (peer.key === key)
                peer.outlier = judged(peer.outlier, ok, now());
    }
    function relay(name, client, tried = new Set()) {
        const found = find(name);
        const peer = tried.size < attempts ? pick(found, tried) : undefined;
        if (!peer)
            return void client.destroy();
        tried.add(peer.key);
        const server = (0,external_node_net_.connect)({ host: peer.host, port: peer.port, allowHalfOpen: true });
        const failed = () => {
            seen(found, peer.key, false);
            if (!client.destroyed)
                relay(name, client, tried);
        };
        server.once('error', failed);
        server.once('connect', () => {
            server.off('error', failed);
            seen(found, peer.key, true);
            if (client.destroyed)
                return void server.destroy();
            join(client, server);
            join(server, client);
        });
    }
    function httpFor(name) {
        return (0,external_node_http_.createServer)({ keepAliveTimeout: endpoints_idleTimeout, requestTimeout: 0 }, (incoming, response) => {
            const found = find(name);
            const hop = {
                pick: tried => pick(found, tried),
                attempts,
                patience: found.patience,
                headers: ({ rawHeaders }) => withoutHops(rawHeaders),
                refuse: endpoints_refuse,
                seen: ({ key }, ok) => seen(found, key, ok),
            };
            forward(incoming, response, hop);
        });
    }
    async function listen(name, address) {
        const http = httpFor(name);
        const listener = (0,external_node_net_.createServer)({ allowHalfOpen: true }, client => {
            open.add(client);
            client.on('close', () => open.delete(client));
            client.on('error', () => client.destroy());
            if (find(name).protocol === 'http')
                http.emit('connection', client);
            else
                relay(name, client);
        });
        await new Promise((resolve, reject) => {
            listener.once('error', error => reject(new Error(`Service Connect cannot serve ${name.dnsName}:${name.port} at ${address}: ${error.message}`)));
            listener.listen(name.port, address, resolve);
        });
        listeners.push(listener);
    }
    /** One name has one address, whatever ports it is called on; two names share one as long as their ports differ. */
    async function addressOf({ dnsName }, ports) {
        const own = addresses.get(dnsName);
        const isFree = (address) => ports.every(port => (taken.get(`${address} ${port}`) ?? dnsName) === dnsName);
        const address = own ?? [gateway, ...spare].find(isFree) ?? (await oneMore());
        if (!isFree(address))
            throw new Error(`Service Connect cannot serve ${dnsName}: two names want the same port`);
        if (address !== gateway && !spare.includes(address))
            spare.push(address);
        addresses.set(dnsName, address);
        return address;
    }
    let last = Promise.resolve();
    return {
        connect({ taskId, namespace, endpoint: name, port, protocol, perRequestTimeoutSeconds }, host) {
            const key = `${namespace}/${name}`;
            const early = endpoints.get(`/${name}`);
            if (early && !endpoints.has(key)) {
                endpoints.delete(`/${name}`);
                endpoints.set(key, early);
            }
            const found = endpoint(key);
            found.protocol = protocol ?? 'tcp';
            found.patience = (perRequestTimeoutSeconds ?? 15) * 1000;
            found.peers.set(taskId, { key: `${host}:${port}`, taskId, host, port, outlier: trusted });
        },
        disconnect(taskId, from) {
            for (const [key, { peers }] of endpoints) {
                if (from === undefined || key === `${from.namespace}/${from.endpoint}`)
                    peers.delete(taskId);
            }
        },
        names(names) {
            // One after the other: two tasks that start at once must not both take the last free port.
            const lines = last.then(async () => {
                const hosts = new Map();
                for (const name of names) {
                    const ports = names.filter(({ dnsName }) => dnsName === name.dnsName).map(({ port }) => port);
                    const address = await addressOf(name, ports);
                    const place = `${address} ${name.port}`;
                    taken.set(place, name.dnsName);
                    const opened = opening.get(place) ?? listen(name, address);
                    opening.set(place, opened);
                    await opened.catch(error => {
                        opening.delete(place);
                        throw error;
                    });
                    hosts.set(name.dnsName, address);
                }
                return [...hosts].map(([dnsName, address]) => `${dnsName}:${address}`);
            });
            last = lines.catch(() => { });
            return lines;
        },
        async close() {
            const closed = listeners.map(listener => new Promise(resolve => listener.close(resolve)));
            for (const socket of open)
                socket.destroy();
            await Promise.all(closed);
        },
    };
}
/** What one end says reaches the other; when it breaks, so does the other. */
function join(from, to) {
    from.pipe(to);
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroySoon());
}
const endpoints_answers = {
    nobody: [503, 'no healthy upstream'],
    unreachable: [503, 'upstream connect error or disconnect/reset before headers'],
    timeout: [504, 'upstream request timeout'],
};
function endpoints_refuse(response, refusal) {
    const [status, text] = endpoints_answers[refusal];
    response.writeHead(status, { Server: 'envoy', 'Content-Type': 'text/plain', 'Content-Length': text.length });
    response.end(text);
}

;// CONCATENATED MODULE: ./lib/emulator/docker/engine.js
/** The Docker Engine's API over its socket. The only file of the emulator that talks to the engine. */

/** The engine said no; `message` is its own text. */
class EngineError extends Error {
    status;
    constructor(status, message) {
        super(message);
        this.status = status;
    }
}
function connectEngine(host = process.env.DOCKER_HOST ?? '') {
    const agent = new external_node_http_.Agent({ keepAlive: true });
    const address = { ...engineAddress(host), agent };
    async function stream(method, path, options = {}) {
        const response = await send({ ...address, method, path }, options);
        if ((response.statusCode ?? 500) < 400)
            return response;
        const text = await read(response);
        throw new EngineError(response.statusCode ?? 500, refusal(text));
    }
    async function call(method, path, options = {}) {
        const text = await read(await stream(method, path, options));
        return (text === '' ? undefined : JSON.parse(text));
    }
    return { call, stream, close: () => agent.destroy() };
}
/** `unix:///run/docker.sock` and `tcp://127.0.0.1:2375` as node:http wants them. */
function engineAddress(host) {
    if (host === '')
        return { socketPath: '/var/run/docker.sock' };
    const url = new URL(host);
    if (url.protocol === 'unix:')
        return { socketPath: url.pathname };
    if (url.protocol === 'tcp:' || url.protocol === 'http:') {
        return { host: url.hostname, port: Number(url.port || 2375) };
    }
    throw new Error(`DOCKER_HOST is "${host}"; the local ECS can use unix:// and tcp:// only.`);
}
function send(target, { body, headers, signal }) {
    const raw = Buffer.isBuffer(body);
    const payload = body === undefined || raw ? body : JSON.stringify(body);
    return new Promise((resolve, reject) => {
        const outgoing = (0,external_node_http_.request)({
            ...target,
            ...(signal && { signal }),
            headers: {
                Host: 'docker',
                ...headers,
                ...(payload !== undefined && {
                    'Content-Type': raw ? 'application/x-tar' : 'application/json',
                    'Content-Length': Buffer.byteLength(payload),
                }),
            },
        }, resolve);
        outgoing.on('error', reject);
        outgoing.end(payload);
    });
}
async function read(response) {
    const chunks = [];
    for await (const chunk of response)
        chunks.push(chunk);
    return Buffer.concat(chunks).toString();
}
function refusal(text) {
    try {
        return JSON.parse(text).message;
    }
    catch {
        return text.trim();
    }
}

;// CONCATENATED MODULE: ./lib/emulator/docker/facts.js
/** Log lines kept between two ticks; a container that writes without end must not fill the memory. */
const most = 5_000;
function collectFacts(now) {
    let waiting = [];
    let lines = 0;
    return {
        tell(news) {
            if (news.kind === 'log' && ++lines > most) {
                if (lines > most + 1)
                    return;
                waiting.push({ ...news, at: now(), message: `[local ECS] more than ${most} log lines at once: some are lost` });
                return;
            }
            waiting.push({ ...news, at: now() });
        },
        take(until) {
            const ready = waiting.filter(({ at }) => at <= until);
            waiting = waiting.filter(({ at }) => at > until);
            lines = waiting.filter(({ kind }) => kind === 'log').length;
            return ready;
        },
    };
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(421);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(975);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(24);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(161);
;// CONCATENATED MODULE: ./lib/emulator/docker/owner.js
/** Who made a container, so that what a killed run left behind is told from what a living one uses. */


const ownerLabel = 'evenkeel.owner';
/** `host:pid:start time`: a pid alone may belong to somebody else by now. */
function thisOwner() {
    return `${(0,external_node_os_.hostname)()}:${process.pid}:${startTime(process.pid)}`;
}
/** Another machine's run counts as alive: nothing can be known of it here. */
function isAlive(owner) {
    const [host, pid, start] = owner.split(':');
    if (host !== (0,external_node_os_.hostname)())
        return true;
    try {
        process.kill(Number(pid), 0);
    }
    catch (error) {
        if (error.code === 'ESRCH')
            return false;
    }
    return startTime(Number(pid)) === start;
}
function startTime(pid) {
    try {
        const stat = (0,external_node_fs_.readFileSync)(`/proc/${pid}/stat`, 'utf8');
        return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
    }
    catch {
        return '0';
    }
}

;// CONCATENATED MODULE: ./lib/emulator/docker/subnet.js
const first = { task: 2, name: 160, other: 224 };
/** The first /24 of a network that the engine chose; `undefined` when it is smaller. */
function subnet(cidr) {
    const found = /^(\d+\.\d+\.\d+)\.0\/(\d+)$/.exec(cidr);
    if (!found || Number(found[2]) > 24)
        return undefined;
    const between = (from, to) => (index) => {
        return from + index < to ? `${found[1]}.${from + index}` : undefined;
    };
    return {
        cidr: `${found[1]}.0/24`,
        gateway: `${found[1]}.1`,
        range: `${found[1]}.${first.other}/27`,
        task: between(first.task, first.name),
        name: between(first.name, first.other),
    };
}
/** Gives out what `address(0)`, `address(1)` … name, and takes it back. */
class Pool {
    taken = new Set();
    address;
    next = 0;
    constructor(address) {
        this.address = address;
    }
    take() {
        // Round and round, so that an address that was just given back is not the next one given out.
        for (let tries = 0; tries < 512; tries++) {
            const candidate = this.address(this.next);
            this.next = candidate === undefined ? 0 : this.next + 1;
            if (candidate !== undefined && !this.taken.has(candidate)) {
                this.taken.add(candidate);
                return candidate;
            }
        }
        return undefined;
    }
    giveBack(address) {
        this.taken.delete(address);
    }
}

;// CONCATENATED MODULE: ./lib/emulator/docker/network.js
/** The bridge network of one run, made at its start, removed at its end; and the broom for runs that were killed. */






const execute = (0,external_node_util_.promisify)(external_node_child_process_.execFile);
async function createNetwork(engine, run, labels) {
    const name = `evenkeel-${run}`;
    const bridge = `ek-${run}`;
    const range = await reserve(engine, { name, bridge, labels });
    await mustBeHere(range.gateway).catch(async (error) => {
        await gone(removeNetwork(engine, name));
        throw error;
    });
    return {
        name,
        subnet: range,
        addAddress: async (address) => {
            await execute('ip', ['address', 'add', `${address}/32`, 'dev', bridge]).catch(error => {
                throw new Error('two Service Connect names want the same port; that takes one more address on the bridge, and root to add it: ' +
                    (error instanceof Error ? error.message.trim() : error));
            });
        },
        removeAddress: async (address) => {
            await execute('ip', ['address', 'del', `${address}/32`, 'dev', bridge]);
        },
        remove: () => gone(removeNetwork(engine, name)),
    };
}
/** Whatever else was attached to it keeps running, without it. */
async function removeNetwork(engine, name) {
    const { Containers } = await engine.call('GET', `/networks/${name}`);
    for (const Container of Object.keys(Containers)) {
        await gone(engine.call('POST', `/networks/${name}/disconnect`, { body: { Container, Force: true } }));
    }
    await engine.call('DELETE', `/networks/${name}`);
}
/** Tasks call this machine at the gateway, and it calls them: both need the bridge to be here. */
async function mustBeHere(gateway) {
    const server = (0,external_node_net_.createServer)();
    try {
        await new Promise((resolve, reject) => server.once('error', reject).listen(0, gateway, resolve));
    }
    catch (error) {
        throw new Error('The Docker engine keeps its networks on another machine (Docker Desktop, rootless or remote); ' +
            'the local ECS needs one whose bridges are on this one.', { cause: error });
    }
    await new Promise(resolve => server.close(resolve));
}
/**
 * The engine chooses a range that is free here; but it lets us choose addresses only in a range we asked for. So it is asked
 * twice: for any range, and for that one.
 */
async function reserve(engine, { name, bridge, labels }) {
    const create = (more) => engine.call('POST', '/networks/create', { body: { Name: name, Driver: 'bridge', Labels: labels, ...more } });
    for (let tries = 0; tries < 10; tries++) {
        await create({});
        const { IPAM } = await engine.call('GET', `/networks/${name}`);
        const chosen = IPAM.Config[0]?.Subnet ?? '';
        await engine.call('DELETE', `/networks/${name}`);
        const range = subnet(chosen);
        if (!range)
            throw new Error(`The engine gives networks of ${chosen}; the local ECS needs at least a /24.`);
        try {
            await create({
                IPAM: { Config: [{ Subnet: range.cidr, Gateway: range.gateway, IPRange: range.range }] },
                Options: { 'com.docker.network.bridge.name': bridge },
            });
            return range;
        }
        catch (error) {
            // Somebody else was given it in between.
            if (!(error instanceof EngineError) || !/overlap/i.test(error.message))
                throw error;
        }
    }
    throw new Error('The engine has no address range left: remove networks that nobody needs (docker network prune).');
}
/** Removes what runs left behind that were killed. */
async function sweep(engine) {
    const filters = encodeURIComponent(JSON.stringify({ label: [ownerLabel] }));
    const dead = (found) => !isAlive(found.Labels[ownerLabel] ?? '');
    const containers = await engine.call('GET', `/containers/json?all=true&filters=${filters}`);
    for (const { Id } of containers.filter(dead))
        await gone(engine.call('DELETE', `/containers/${Id}?force=true&v=true`));
    const networks = await engine.call('GET', `/networks?filters=${filters}`);
    for (const { Id } of networks.filter(dead))
        await gone(engine.call('DELETE', `/networks/${Id}`));
    const { Volumes } = await engine.call('GET', `/volumes?filters=${filters}`);
    for (const { Name } of (Volumes ?? []).filter(dead))
        await gone(engine.call('DELETE', `/volumes/${Name}`));
}
/** Two runs may sweep at once: what another one has removed is removed. */
async function gone(removal) {
    try {
        await removal;
    }
    catch (error) {
        if (!(error instanceof EngineError) || (error.status !== 404 && error.status !== 409))
            throw error;
    }
}

;// CONCATENATED MODULE: ./lib/emulator/docker/agent-place.js
/** The address from which every SDK takes credentials over plain HTTP. */
const LINK_LOCAL = '169.254.170.2';
async function listenForTasks(server, network) {
    // This machine may itself be a task, and need what is there.
    if (!isTask(process.env)) {
        try {
            await network.addAddress(LINK_LOCAL);
            await listen(server, 80, LINK_LOCAL);
            return { url: `http://${LINK_LOCAL}`, isLinkLocal: true };
        }
        catch {
            // No root, or another run of the local ECS has it.
            await network.removeAddress(LINK_LOCAL).catch(() => { });
        }
    }
    await listen(server, 0, network.subnet.gateway);
    const { address, port } = server.address();
    return { url: `http://${address}:${port}`, isLinkLocal: false };
}
const isTask = (environment) => Object.keys(environment).some(name => /^(ECS_CONTAINER_METADATA_URI|AWS_CONTAINER_CREDENTIALS_)/.test(name));
const listen = (server, port, address) => new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => {
        server.off('error', reject);
        resolve();
    });
});

;// CONCATENATED MODULE: ./lib/emulator/docker/task-credentials.js
/** Gives tasks the credentials of their task roles, in the form of ECS's own agent. */

/** In the words of ECS's own agent. */
const UNKNOWN_ID = { code: 'InvalidIdInRequest', message: 'CredentialsV2Request: ID not found', HTTPErrorCode: 400 };
function createTaskCredentials(issue) {
    const secrets = new Map();
    return {
        environment({ url, isLinkLocal }, { taskId, taskDefinition: { taskRoleArn: roleArn } }) {
            if (!roleArn)
                return {};
            const fresh = { taskId, roleArn, path: `/v2/credentials/${(0,external_node_crypto_.randomUUID)()}`, token: (0,external_node_crypto_.randomUUID)() };
            const { path, token } = secrets.get(taskId) ?? fresh;
            secrets.set(taskId, { taskId, roleArn, path, token });
            return isLinkLocal
                ? { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: path }
                : { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}${path}`, AWS_CONTAINER_AUTHORIZATION_TOKEN: token };
        },
        answer({ isLinkLocal }, asked, authorization) {
            const secret = [...secrets.values()].find(({ path }) => path === asked);
            if (secret === undefined)
                return { status: 400, value: UNKNOWN_ID };
            if (!isLinkLocal && authorization !== secret.token)
                return { status: 401, value: UNKNOWN_ID };
            return { status: 200, value: shown(issue(secret)) };
        },
        forget: taskId => void secrets.delete(taskId),
    };
}
const shown = ({ roleArn, accessKeyId, secretAccessKey, token, expiresAt }) => ({
    RoleArn: roleArn,
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    Token: token,
    Expiration: new Date(expiresAt).toISOString().replace(/\.\d+Z$/, 'Z'),
});

;// CONCATENATED MODULE: ./lib/emulator/docker/container.js
const mebibyte = 1024 * 1024;
/** A process does not start faster because ECS's clock does: neither period is scaled below what a start really takes. */
const floor = { interval: 1, startPeriod: 3 };
function createBody(shape) {
    const { container, image, labels, task, variables } = shape;
    return {
        Image: image,
        Env: environment(task, container, variables),
        ...(container.command?.length && { Cmd: container.command }),
        ...(container.entryPoint?.length && { Entrypoint: container.entryPoint }),
        ...(container.user && { User: container.user }),
        ...(container.workingDirectory && { WorkingDir: container.workingDirectory }),
        ...(container.stopTimeout !== undefined && { StopTimeout: container.stopTimeout }),
        Healthcheck: healthcheck(container.healthCheck, shape.speed),
        Labels: { ...container.dockerLabels, ...agentLabels(task, container), ...labels },
        HostConfig: hostConfig(shape),
        ...('name' in shape.network && attachment(shape.network)),
    };
}
function hostConfig({ container, task, network, labels, scope }) {
    const linux = container.linuxParameters;
    const memory = Number(container.memory ?? task.taskDefinition.memory ?? 0) * mebibyte;
    return {
        ...('name' in network
            ? { NetworkMode: network.name, ExtraHosts: network.hosts }
            : { NetworkMode: `container:${network.join}` }),
        LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '2' } },
        ReadonlyRootfs: container.readonlyRootFilesystem ?? false,
        Init: linux?.initProcessEnabled ?? false,
        ...(linux?.capabilities?.drop?.length && { CapDrop: linux.capabilities.drop }),
        ...(linux?.capabilities?.add?.length && { CapAdd: linux.capabilities.add }),
        ...(linux?.tmpfs?.length && { Tmpfs: Object.fromEntries(linux.tmpfs.map(tmpfs)) }),
        ...(linux?.sharedMemorySize && { ShmSize: linux.sharedMemorySize * mebibyte }),
        // Without swap, as on Fargate: a container over its limit is killed.
        ...(memory > 0 && { Memory: memory, MemorySwap: memory }),
        ...(container.memoryReservation && { MemoryReservation: container.memoryReservation * mebibyte }),
        CpuShares: Math.max(2, container.cpu || Number(task.taskDefinition.cpu ?? 0)),
        ...(container.ulimits?.length && {
            Ulimits: container.ulimits.map(({ name, softLimit, hardLimit }) => ({
                Name: name,
                Soft: softLimit,
                Hard: hardLimit,
            })),
        }),
        ...(container.mountPoints?.length && {
            Mounts: container.mountPoints.map(mount => ({
                Type: 'volume',
                Source: volumeName(scope, task, mount.sourceVolume ?? ''),
                Target: mount.containerPath,
                ReadOnly: mount.readOnly ?? false,
                VolumeOptions: { Labels: labels },
            })),
        }),
    };
}
function tmpfs({ containerPath, size, mountOptions }) {
    return [containerPath ?? '', [`size=${size}m`, ...(mountOptions ?? [])].join(',')];
}
/** ECS ignores a HEALTHCHECK in the image: only the task definition's counts. */
function healthcheck(check, speed) {
    if (!check?.command?.length || check.command[0] === 'NONE')
        return { Test: ['NONE'] };
    const interval = scaled(check.interval ?? 30, speed, floor.interval);
    const startPeriod = scaled(check.startPeriod ?? 0, speed, floor.startPeriod);
    const shell = check.command[0] !== 'CMD' && check.command[0] !== 'CMD-SHELL';
    return {
        Test: shell ? ['CMD', ...check.command] : check.command,
        Interval: nanoseconds(interval),
        Timeout: nanoseconds(check.timeout ?? 5),
        Retries: check.retries ?? 3,
        ...(startPeriod > 0 && {
            StartPeriod: nanoseconds(startPeriod),
            // The engine's own default, 5 s, would make a sped-up start slower than the steady checks.
            StartInterval: nanoseconds(Math.min(interval, 1)),
        }),
    };
}
function nanoseconds(seconds) {
    return Math.round(seconds * 1e9);
}
function scaled(seconds, speed, least) {
    return Math.max(seconds / speed, Math.min(seconds, least));
}
function environment(task, container, more) {
    const region = task.taskArn.split(':')[3] ?? '';
    const variables = {
        AWS_EXECUTION_ENV: 'AWS_ECS_FARGATE',
        AWS_REGION: region,
        AWS_DEFAULT_REGION: region,
    };
    for (const { name, value } of container.environment ?? [])
        if (name)
            variables[name] = value ?? '';
    Object.assign(variables, task.secrets[container.name ?? ''], more);
    return Object.entries(variables).map(([name, value]) => `${name}=${value}`);
}
function agentLabels({ cluster, taskArn, taskDefinition }, container) {
    return {
        'com.amazonaws.ecs.cluster': cluster,
        'com.amazonaws.ecs.container-name': container.name ?? '',
        'com.amazonaws.ecs.task-arn': taskArn,
        'com.amazonaws.ecs.task-definition-family': taskDefinition.family ?? '',
        'com.amazonaws.ecs.task-definition-version': String(taskDefinition.revision ?? ''),
    };
}
/** A container that only holds the namespace, for tasks whose first container may end before the task does. */
function pauseBody(image, owner, labels) {
    return {
        Image: image,
        Cmd: ['/pause'],
        Labels: labels,
        HostConfig: { NetworkMode: owner.name, ExtraHosts: owner.hosts, ReadonlyRootfs: true, CapDrop: ['ALL'] },
        ...attachment(owner),
    };
}
function attachment({ name, address }) {
    return {
        Hostname: `ip-${address.replaceAll('.', '-')}`,
        NetworkingConfig: { EndpointsConfig: { [name]: { IPAMConfig: { IPv4Address: address } } } },
    };
}
function volumeName(scope, { taskId }, name) {
    return `${scope}-${taskId}-${name}`;
}
/** For `docker ps`: which service's container this is. */
function title(scope, { service, taskDefinition, taskId }, name) {
    return [scope, service ?? taskDefinition.family, name, taskId].join('-');
}
/** What the local ECS cannot do and the task cannot do without: it must not start as if nothing were missing. */
function impossible(definition) {
    const found = [];
    for (const volume of definition.volumes ?? []) {
        const { name, configuredAtLaunch, ...source } = volume;
        const other = Object.entries(source).filter(([, value]) => value !== undefined && Object.keys(value).length > 0);
        if (other.length > 0)
            found.push(`${other[0]?.[0]} of volume ${name}`);
        if (configuredAtLaunch)
            found.push(`configuredAtLaunch of volume ${name}`);
    }
    for (const container of definition.containerDefinitions ?? []) {
        const missing = (field) => {
            const value = container[field];
            if (value === undefined || (Array.isArray(value) && value.length === 0))
                return;
            found.push(`${field} of container ${container.name}`);
        };
        missing('environmentFiles');
        missing('repositoryCredentials');
        missing('resourceRequirements');
        missing('volumesFrom');
    }
    return found;
}
/** What is left out, and the container runs all the same; said once in its log. */
function ignored(container) {
    const names = [
        'credentialSpecs',
        'disableNetworking',
        'dnsSearchDomains',
        'dnsServers',
        'dockerSecurityOptions',
        'extraHosts',
        'firelensConfiguration',
        'hostname',
        'interactive',
        'links',
        'privileged',
        'pseudoTerminal',
        'restartPolicy',
        'systemControls',
    ];
    return names.filter(name => {
        const value = container[name];
        return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
    });
}

;// CONCATENATED MODULE: ./lib/emulator/docker/metadata.js

function taskMetadata(subject) {
    const { order, task, inspected } = subject;
    const { family, revision, cpu, memory, containerDefinitions = [], enableFaultInjection } = order.taskDefinition;
    const written = [...inspected.values()].reduce((sum, { SizeRw = 0 }) => sum + SizeRw, 0);
    const up = containerDefinitions.every(({ name = '' }) => ['RUNNING', 'STOPPED'].includes(knownStatus(subject, name)));
    return {
        Cluster: task.clusterArn,
        TaskARN: order.taskArn,
        Family: family,
        Revision: String(revision),
        ...(order.service !== undefined && { ServiceName: order.service }),
        DesiredStatus: task.desiredStatus,
        KnownStatus: up ? 'RUNNING' : 'CREATED',
        ...(cpu !== undefined && memory !== undefined && { Limits: { CPU: Number(cpu) / 1024, Memory: Number(memory) } }),
        ...(task.pullStartedAt !== undefined && { PullStartedAt: iso(task.pullStartedAt) }),
        ...(task.pullStoppedAt !== undefined && { PullStoppedAt: iso(task.pullStoppedAt) }),
        AvailabilityZone: task.availabilityZone,
        LaunchType: task.launchType,
        Containers: containerDefinitions.map(({ name = '' }) => containerMetadata(subject, name)),
        EphemeralStorageMetrics: {
            Utilized: Math.ceil(written / MEBIBYTE),
            Reserved: (task.ephemeralStorage?.sizeInGiB ?? 0) * 1024,
        },
        FaultInjectionEnabled: enableFaultInjection ?? false,
    };
}
function containerMetadata(subject, name) {
    const { order, task, inspected } = subject;
    const definition = order.taskDefinition.containerDefinitions?.find(one => one.name === name) ?? {};
    const shown = task.containers?.find(one => one.name === name);
    const found = inspected.get(name);
    const { logConfiguration: log, dockerLabels } = definition;
    const health = found?.State.Health;
    return {
        DockerId: shown?.runtimeId,
        Name: name,
        DockerName: name,
        Image: definition.image,
        ImageID: found?.Image ?? '',
        Labels: { ...dockerLabels, ...agentLabels({ ...order, cluster: task.clusterArn ?? '' }, definition) },
        DesiredStatus: task.desiredStatus,
        KnownStatus: knownStatus(subject, name),
        ...(found?.State.Status === 'exited' && { ExitCode: found.State.ExitCode }),
        Limits: { CPU: definition.cpu || LEAST_CPU, ...(definition.memory && { Memory: definition.memory }) },
        ...(found && { CreatedAt: found.Created }),
        ...(found && isSet(found.State.StartedAt) && { StartedAt: found.State.StartedAt }),
        ...(found && isSet(found.State.FinishedAt) && { FinishedAt: found.State.FinishedAt }),
        Type: 'NORMAL',
        ...(health &&
            health.Status !== 'none' && {
            Health: { status: HEALTH[health.Status] ?? 'UNKNOWN', statusSince: health.Log?.at(-1)?.End },
        }),
        ...(log && { LogDriver: log.logDriver, LogOptions: { ...log.options, ...stream(order, { name, log }) } }),
        ContainerARN: shown?.containerArn,
        Networks: [network(subject)],
        Snapshotter: 'overlayfs',
    };
}
const MEBIBYTE = 1024 * 1024;
/** What a container without a share of its own has on Linux. */
const LEAST_CPU = 2;
const STATUS = {
    created: 'CREATED',
    running: 'RUNNING',
    paused: 'RUNNING',
    exited: 'STOPPED',
    dead: 'STOPPED',
};
const HEALTH = { healthy: 'HEALTHY', unhealthy: 'UNHEALTHY' };
const knownStatus = ({ inspected }, name) => STATUS[inspected.get(name)?.State.Status ?? ''] ?? 'NONE';
/** The engine writes the year 1 where nothing has happened yet. */
const isSet = (time) => !time.startsWith('0001-');
const iso = (seconds) => new Date(seconds * 1000).toISOString();
function stream({ taskId }, { name, log }) {
    const prefix = log.options?.['awslogs-stream-prefix'];
    return prefix === undefined ? {} : { 'awslogs-stream': `${prefix}/${name}/${taskId}` };
}
function network({ order, address, mac, subnet }) {
    return {
        NetworkMode: 'awsvpc',
        IPv4Addresses: [address],
        AttachmentIndex: 0,
        MACAddress: mac,
        IPv4SubnetCIDRBlock: subnet.cidr,
        PrivateDNSName: `ip-${address.replaceAll('.', '-')}.${order.taskArn.split(':')[3]}.compute.internal`,
        SubnetGatewayIpv4Address: `${subnet.gateway}/${subnet.cidr.split('/')[1]}`,
    };
}

;// CONCATENATED MODULE: ./lib/emulator/docker/stats.js
/** Remembers the last look at each task's network: rates need two. */
function createStats(engine) {
    const last = new Map();
    const measure = (id) => engine.call('GET', `/containers/${id}/stats?stream=false`);
    async function of({ id, owner, runtimeId, name }) {
        const own = await measure(id);
        const shared = id === owner ? own : await measure(owner);
        const rates = ratesBetween(last.get(owner), shared);
        last.set(owner, { read: shared.read, ...(shared.networks && { networks: shared.networks }) });
        return {
            ...own,
            name,
            id: runtimeId,
            ...(shared.networks && { networks: shared.networks }),
            network_rate_stats: rates,
        };
    }
    return { of, forget: (owner) => void last.delete(owner) };
}
function ratesBetween(before, after) {
    const seconds = before === undefined ? 0 : (Date.parse(after.read) - Date.parse(before.read)) / 1000;
    const rate = (key) => seconds > 0 ? (total(after, key) - total(before, key)) / seconds : 0;
    return { rx_bytes_per_sec: rate('rx_bytes'), tx_bytes_per_sec: rate('tx_bytes') };
}
const total = ({ networks = {} }, key) => Object.values(networks).reduce((sum, network) => sum + network[key], 0);

;// CONCATENATED MODULE: ./lib/emulator/docker/task-metadata.js


function createTaskMetadata({ engine, network, task: taskOf, describe }) {
    const stats = createStats(engine);
    function find(runtimeId) {
        const taskId = runtimeId.split('-')[0] ?? '';
        const task = taskOf(taskId);
        const described = describe(taskId);
        const name = described?.containers?.find(one => one.runtimeId === runtimeId)?.name;
        return task && described && name !== undefined ? { task, described, name } : undefined;
    }
    const inspect = (id) => engine.call('GET', `/containers/${id}/json?size=true`);
    async function subject({ task, described }) {
        const inspected = new Map();
        for (const [name, id] of task.containers)
            inspected.set(name, await inspect(id));
        const owner = await inspect(task.owner);
        const mac = owner.NetworkSettings?.Networks?.[network.name]?.MacAddress ?? '';
        return { order: task.order, task: described, inspected, address: task.address, mac, subnet: network.subnet };
    }
    async function measured({ task, described }, name) {
        const id = task.containers.get(name);
        const runtimeId = described.containers?.find(one => one.name === name)?.runtimeId;
        if (id === undefined || task.owner === undefined || runtimeId === undefined)
            return null;
        return stats.of({ id, owner: task.owner, runtimeId, name });
    }
    async function allMeasured(found) {
        const all = (found.described.containers ?? []).map(async ({ name = '', runtimeId = '' }) => [runtimeId, await measured(found, name)]);
        return Object.fromEntries(await Promise.all(all));
    }
    return {
        async answer(path, from) {
            const [, id = '', what = ''] = /^\/v4\/([^/]+)(.*)$/.exec(path) ?? [];
            const found = find(id);
            if (found === undefined || found.task.address !== from)
                return undefined;
            if (what === '')
                return containerMetadata(await subject(found), found.name);
            if (what === '/task')
                return taskMetadata(await subject(found));
            if (what === '/stats')
                return (await measured(found, found.name)) ?? {};
            return what === '/task/stats' ? allMeasured(found) : undefined;
        },
        forget: ({ owner }) => owner !== undefined && stats.forget(owner),
    };
}

;// CONCATENATED MODULE: ./lib/emulator/docker/agent.js
/** What stands beside every task on AWS: the task metadata endpoint, and the credentials of its task role. */




async function openAgent({ engine, network, known, task }) {
    const metadata = createTaskMetadata({ engine, network, task, describe: known.describe });
    const credentials = createTaskCredentials(known.session);
    const server = (0,external_node_http_.createServer)(({ url = '/', headers, socket }, response) => {
        const path = url.split('?', 1)[0]?.replace(/\/+$/, '') ?? '';
        if (path.startsWith('/v2/credentials')) {
            const { status, value } = credentials.answer(place, path, headers.authorization);
            say(response, status, value);
            return;
        }
        metadata.answer(path, socket.remoteAddress).then(found => say(response, found ? 200 : 404, found ?? { message: `There is no task metadata at ${path}.` }), (error) => say(response, 500, { message: String(error) }));
    });
    const place = await listenForTasks(server, network);
    return {
        environment(order, container) {
            const shown = known.describe(order.taskId)?.containers?.find(({ name }) => name === container);
            return {
                ...(shown?.runtimeId && { ECS_CONTAINER_METADATA_URI_V4: `${place.url}/v4/${shown.runtimeId}` }),
                ...credentials.environment(place, order),
            };
        },
        forget(gone) {
            metadata.forget(gone);
            credentials.forget(gone.order.taskId);
        },
        async close() {
            server.closeAllConnections();
            await new Promise(resolve => server.close(resolve));
        },
    };
}
function say(response, status, value) {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(value));
}

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(500);
;// CONCATENATED MODULE: ./lib/emulator/docker/lines.js
/** Bytes into lines, each at most `limit` bytes long: a longer one is cut, as log drivers do. */
class Lines {
    rest = Buffer.alloc(0);
    limit;
    constructor(limit = 16_384) {
        this.limit = limit;
    }
    take(chunk) {
        const lines = [];
        let buffer = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
        for (;;) {
            const end = buffer.indexOf(10);
            if (end >= 0 && end <= this.limit) {
                lines.push(lines_text(buffer.subarray(0, end)));
                buffer = buffer.subarray(end + 1);
            }
            else if (buffer.length > this.limit) {
                lines.push(lines_text(buffer.subarray(0, this.limit)));
                buffer = buffer.subarray(this.limit);
            }
            else
                break;
        }
        this.rest = Buffer.from(buffer);
        return lines;
    }
    /** What stood after the last line end. */
    end() {
        const last = this.rest;
        this.rest = Buffer.alloc(0);
        return last.length === 0 ? [] : [lines_text(last)];
    }
}
function lines_text(bytes) {
    const line = bytes.toString();
    return line.endsWith('\r') ? line.slice(0, -1) : line;
}

;// CONCATENATED MODULE: ./lib/emulator/docker/events.js
/** What the engine says of this run's containers, as it says it. */


/** Resolves once the stream is open; `lost` is called when it broke and is open again, as something may have been missed. */
async function followEvents(engine, run, heard, lost, signal) {
    const filters = { type: ['container'], label: [`evenkeel.run=${run}`], event: ['die', 'health_status'] };
    const path = `/events?filters=${encodeURIComponent(JSON.stringify(filters))}`;
    const open = () => engine.stream('GET', path, { signal });
    async function listen(stream) {
        const lines = new Lines(1 << 20);
        for await (const chunk of stream) {
            for (const line of lines.take(chunk)) {
                const event = line.trim() === '' ? undefined : containerEvent(JSON.parse(line));
                if (event)
                    heard(event);
            }
        }
    }
    async function forever(first) {
        await listen(first).catch(() => { });
        while (!signal.aborted) {
            await (0,promises_.setTimeout)(500, undefined, { signal }).catch(() => { });
            const again = await open().catch(() => undefined);
            if (!again)
                continue;
            lost();
            await listen(again).catch(() => { });
        }
    }
    void forever(await open());
}
function containerEvent({ Action, Actor }) {
    const known = { id: Actor.ID, labels: Actor.Attributes };
    if (Action === 'die')
        return { ...known, action: 'die', exitCode: Number(Actor.Attributes.exitCode ?? 0) };
    if (Action === 'health_status: healthy')
        return { ...known, action: 'healthy' };
    if (Action === 'health_status: unhealthy')
        return { ...known, action: 'unhealthy' };
    return undefined;
}

;// CONCATENATED MODULE: ./lib/emulator/docker/meter.js
/** Real milliseconds between two looks: what the engine bears, and three in a minute of CloudWatch at the speed of AWS. */
const [LEAST_MS, MOST_MS] = [500, 20_000];
/** @returns what ends it. */
function startMeter({ engine, facts, balancer, speed, tasks }) {
    const last = new Map();
    const wait = Math.min(MOST_MS, Math.max(LEAST_MS, 20_000 / speed));
    let timer;
    let ended = false;
    async function look() {
        for (const traffic of balancer.traffic())
            facts.tell(traffic);
        const present = [...tasks()];
        const ids = new Set(present.map(({ order }) => order.taskId));
        for (const id of last.keys())
            if (!ids.has(id))
                last.delete(id);
        await Promise.all(present.map(task => measure(task).catch(() => { })));
        if (!ended)
            timer = setTimeout(() => void look(), wait).unref();
    }
    async function measure({ order, containers }) {
        const { taskId, taskDefinition } = order;
        const units = Number(taskDefinition.cpu ?? 0);
        const mebibytes = Number(taskDefinition.memory ?? 0);
        if (containers.size === 0 || units === 0 || mebibytes === 0)
            return;
        const found = await Promise.all([...containers.values()].map(async (id) => [id, await statsOf(engine, id)]));
        const at = performance.now();
        const cpu = new Map(found.map(([id, { cpu_stats }]) => [id, cpu_stats?.cpu_usage?.total_usage ?? 0]));
        const before = last.get(taskId);
        last.set(taskId, { cpu, at });
        if (before === undefined)
            return;
        // one that was started since has used nothing before
        const nanoseconds = [...cpu].reduce((sum, [id, used]) => sum + Math.max(0, used - (before.cpu.get(id) ?? 0)), 0);
        const bytes = found.reduce((sum, [, stats]) => sum + memoryOf(stats), 0);
        facts.tell({
            kind: 'used',
            taskId,
            cpu: (100 * nanoseconds) / 1e6 / (at - before.at) / (units / 1024),
            memory: (100 * bytes) / (mebibytes * 1024 * 1024),
        });
    }
    timer = setTimeout(() => void look(), wait).unref();
    return () => {
        ended = true;
        clearTimeout(timer);
    };
}
/** Nothing of one that has ended meanwhile. */
const statsOf = (engine, id) => engine.call('GET', `/containers/${id}/stats?stream=false&one-shot=true`).catch(() => ({}));
/** Without the files that could be dropped, as ECS's agent reckons it. */
function memoryOf({ memory_stats: { usage = 0, stats = {} } = {} }) {
    return Math.max(0, usage - (stats.inactive_file ?? stats.total_inactive_file ?? 0));
}

;// CONCATENATED MODULE: ./lib/emulator/docker/pause.js
async function importPause(engine, run) {
    const { Arch } = await engine.call('GET', '/version');
    const program = pauseProgram(Arch);
    const query = new URLSearchParams({ fromSrc: '-', repo: 'evenkeel-pause', tag: run });
    const progress = await engine.stream('POST', `/images/create?${query}`, { body: archive('pause', program) });
    for await (const chunk of progress)
        if (String(chunk).includes('"error"'))
            throw new Error(String(chunk).trim());
    return `evenkeel-pause:${run}`;
}
/** `for (;;) pause()` as an ELF executable. */
function pauseProgram(architecture) {
    const machine = machines[architecture];
    if (!machine)
        throw new Error(`the local ECS cannot hold a task's network namespace on ${architecture}`);
    const code = Buffer.from(machine.code, 'hex');
    const header = Buffer.alloc(120);
    header.write('7f454c46020101', 'hex');
    header.writeUInt16LE(2, 16); // an executable
    header.writeUInt16LE(machine.id, 18);
    header.writeUInt32LE(1, 20);
    header.writeBigUInt64LE(0x400078n, 24); // where it begins: right after the headers
    header.writeBigUInt64LE(64n, 32); // one program header, after this one
    header.writeUInt16LE(64, 52);
    header.writeUInt16LE(56, 54);
    header.writeUInt16LE(1, 56);
    header.writeUInt32LE(1, 64); // load …
    header.writeUInt32LE(5, 68); // … readable and executable …
    header.writeBigUInt64LE(0x400000n, 80); // … there …
    header.writeBigUInt64LE(0x400000n, 88);
    header.writeBigUInt64LE(BigInt(120 + code.length), 96); // … the whole file
    header.writeBigUInt64LE(BigInt(120 + code.length), 104);
    header.writeBigUInt64LE(0x10000n, 112);
    return Buffer.concat([header, code]);
}
const machines = {
    // mov eax, 34 (pause); syscall; jmp back
    amd64: { id: 62, code: 'b8220000000f05ebf7' },
    // x8 = 73 (ppoll), x0 … x4 = 0; svc 0; b back
    arm64: { id: 183, code: '280980d2000080d2010080d2020080d2030080d2040080d2010000d4f9ffff17' },
};
/** A tar archive with one executable file. */
function archive(name, content) {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write('0000755\0', 100);
    header.write('0000000\0', 108);
    header.write('0000000\0', 116);
    header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('00000000000\0', 136);
    header.write('        0ustar\x0000', 148);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    const filling = Buffer.alloc((512 - (content.length % 512)) % 512);
    return Buffer.concat([header, content, filling, Buffer.alloc(1024)]);
}

// EXTERNAL MODULE: external "node:events"
var external_node_events_ = __webpack_require__(474);
;// CONCATENATED MODULE: ./lib/emulator/docker/ground.js
/** The task will not start; the message is ECS's text. */
class StartFailure extends Error {
}
function ground_text(error) {
    return error instanceof Error ? error.message : String(error);
}

;// CONCATENATED MODULE: ./lib/emulator/docker/frames.js
class Frames {
    rest = Buffer.alloc(0);
    take(chunk) {
        const frames = [];
        let buffer = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
        while (buffer.length >= 8) {
            const length = buffer.readUInt32BE(4);
            if (buffer.length < 8 + length)
                break;
            frames.push({ source: buffer[0] === 2 ? 'stderr' : 'stdout', payload: buffer.subarray(8, 8 + length) });
            buffer = buffer.subarray(8 + length);
        }
        this.rest = Buffer.from(buffer);
        return frames;
    }
}

;// CONCATENATED MODULE: ./lib/emulator/docker/logs.js


async function followLogs(engine, id, line) {
    const stream = await engine.stream('GET', `/containers/${id}/logs?follow=true&stdout=true&stderr=true`);
    const frames = new Frames();
    const lines = { stdout: new Lines(), stderr: new Lines() };
    for await (const chunk of stream) {
        for (const { source, payload } of frames.take(chunk))
            lines[source].take(payload).forEach(line);
    }
    for (const source of ['stdout', 'stderr'])
        lines[source].end().forEach(line);
}

;// CONCATENATED MODULE: ./lib/emulator/docker/ordering.js
/** Dependencies first; among those that could start, essential ones first, then as written. Throws on a cycle. */
function startOrder(containers) {
    const waiting = [...containers].sort((a, b) => Number(isEssential(b)) - Number(isEssential(a)));
    const ordered = [];
    const placed = (name) => ordered.some(container => container.name === name);
    while (waiting.length > 0) {
        const next = waiting.findIndex(container => dependencies(container).every(({ containerName }) => placed(containerName)));
        if (next < 0) {
            const names = waiting.map(container => container.name).join(', ');
            throw new Error(`the dependencies of these containers can never be met: ${names}`);
        }
        ordered.push(...waiting.splice(next, 1));
    }
    return ordered;
}
/** Dependents first. What could not be ordered was not started either. */
function stopOrder(containers) {
    try {
        return startOrder(containers).reverse();
    }
    catch {
        return [...containers];
    }
}
function dependsOn(container, name) {
    return dependencies(container).some(({ containerName }) => containerName === name);
}
function dependencies(container) {
    return container.dependsOn ?? [];
}
function isEssential(container) {
    return container.essential ?? true;
}
/** `undefined` while it may still come. */
function isMet(condition, { started, healthy, exitCode }) {
    switch (condition) {
        case 'START':
            return started || undefined;
        case 'HEALTHY':
            return healthy || (exitCode === undefined ? undefined : false);
        case 'COMPLETE':
            return exitCode === undefined ? undefined : true;
        case 'SUCCESS':
            return exitCode === undefined ? undefined : exitCode === 0;
        default:
            return false;
    }
}

;// CONCATENATED MODULE: ./lib/emulator/docker/reference.js
const ecr = /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\//;
function reference(image, port) {
    const here = `127.0.0.1:${port}/`;
    const local = image.replace(ecr, here).replace(`localhost:${port}/`, here);
    const [nameAndTag = '', digest] = local.split('@');
    const colon = nameAndTag.indexOf(':', nameAndTag.lastIndexOf('/') + 1);
    return {
        name: colon < 0 ? nameAndTag : nameAndTag.slice(0, colon),
        tag: colon < 0 ? 'latest' : nameAndTag.slice(colon + 1),
        ...(digest !== undefined && { digest }),
        ours: local.startsWith(here),
    };
}
function written({ name, tag, digest }) {
    return digest === undefined ? `${name}:${tag}` : `${name}@${digest}`;
}

;// CONCATENATED MODULE: ./lib/emulator/docker/pull.js


/**
 * Always asks the registry, as Fargate does: an image that ECR no longer has cannot start. An image of a public registry
 * that cannot be reached is taken from the engine if it is there.
 */
async function pull(engine, image, password, signal) {
    try {
        await download(engine, image, password, signal);
    }
    catch (error) {
        const found = image.ours ? undefined : await held(engine, image);
        if (found === undefined)
            throw error;
        return found;
    }
    const reference = written(image);
    if (image.digest !== undefined)
        return { reference, digest: image.digest };
    const { Id, RepoDigests = [] } = await engine.call('GET', `/images/${reference}/json`);
    // Docker Hub's names are written in several ways, and what was pulled just now has one digest.
    const digest = ownDigest(image, RepoDigests) ?? RepoDigests[0]?.split('@')[1];
    return { reference, digest: digest ?? Id };
}
async function download(engine, image, password, signal) {
    const query = new URLSearchParams({ fromImage: image.name, tag: image.digest ?? image.tag });
    const login = { username: 'AWS', password, serveraddress: image.name.split('/')[0] };
    const progress = await engine.stream('POST', `/images/create?${query}`, {
        signal,
        ...(image.ours && {
            headers: { 'X-Registry-Auth': padded(JSON.stringify(login)) },
        }),
    });
    // A failure after the first byte comes as a line of the progress.
    let last = '';
    let failure;
    for await (const chunk of progress) {
        const lines = (last + chunk.toString()).split('\n');
        last = lines.pop() ?? '';
        failure ??= lines.map(errorIn).find(text => text !== undefined);
    }
    failure ??= errorIn(last);
    if (failure !== undefined)
        throw new EngineError(500, failure);
}
/** The engine wants base64url with its padding, which Node leaves out. */
function padded(text) {
    return Buffer.from(text).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}
function errorIn(line) {
    return line.includes('"error"') ? JSON.parse(line).error : undefined;
}
/**
 * The image as the engine has it, if it has it. One that no registry gave under this name has its id for a digest: by
 * that the later tasks of a deployment ask for it, and the engine knows it without a name.
 */
async function held(engine, image) {
    for (const reference of [written(image), ...(image.digest === undefined ? [] : [image.digest])]) {
        const found = await engine.call('GET', `/images/${reference}/json`).catch(() => undefined);
        if (found)
            return { reference, digest: image.digest ?? ownDigest(image, found.RepoDigests ?? []) ?? found.Id };
    }
    return undefined;
}
function ownDigest({ name }, digests) {
    return digests.find(digest => digest.startsWith(`${name}@`))?.split('@')[1];
}

;// CONCATENATED MODULE: ./lib/emulator/docker/life.js
/** One container of a task, from the pull to the exit. */








class Life {
    name;
    definition;
    id;
    place;
    image = '';
    started = false;
    healthy = false;
    exitCode;
    /** Settles when the engine has answered to the start. */
    starting;
    logs;
    ending;
    constructor(place, definition) {
        this.place = place;
        this.definition = definition;
        this.name = definition.name ?? '';
    }
    get progress() {
        const { started, healthy, exitCode } = this;
        return { started, healthy, ...(exitCode !== undefined && { exitCode }) };
    }
    /** Its end is the task's end, and it has come. */
    get endsTask() {
        return isEssential(this.definition) && this.started && this.ending !== undefined;
    }
    async fetch(signal) {
        const { engine, port, password, now, fetched } = this.place.ground;
        const startedAt = now();
        const wanted = reference(this.definition.image ?? '', port());
        try {
            const pulled = await pull(engine, wanted, password, signal);
            this.image = pulled.reference;
            if (wanted.ours)
                fetched(pulled.reference);
            this.place.tell({ kind: 'pulled', container: this.name, digest: pulled.digest, startedAt });
        }
        catch (error) {
            throw failure('CannotPullContainerError', error);
        }
    }
    async start(network, labels) {
        const { ground, order: task, tell } = this.place;
        const { engine, speed, network: scope } = ground;
        const { definition: container, image, name } = this;
        const variables = ground.variables(task, name);
        const body = createBody({ task, container, image, speed, scope, labels, network, variables });
        const query = new URLSearchParams({ name: title(scope, task, name) });
        const created = engine.call('POST', `/containers/create?${query}`, { body });
        const { Id } = await created.catch(error => {
            throw failure('CannotCreateContainerError', error);
        });
        this.id = Id;
        const log = (message) => tell({ kind: 'log', container: name, message });
        for (const field of ignored(container))
            log(`[local ECS] ${field} is not supported and was ignored`);
        this.starting = engine.call('POST', `/containers/${Id}/start`);
        await this.starting.catch(error => {
            throw failure('CannotStartContainerError', error);
        });
        this.started = true;
        this.logs = followLogs(engine, Id, log).catch(() => { });
    }
    async heard({ action, exitCode }) {
        if (action === 'die')
            return this.over(exitCode);
        this.healthy = action === 'healthy';
        this.place.tell({ kind: 'health', container: this.name, status: this.healthy ? 'HEALTHY' : 'UNHEALTHY' });
    }
    /** An event may have been missed. */
    async look() {
        if (!this.started || this.ending !== undefined)
            return;
        const state = await this.state();
        if (state && !state.Running)
            await this.over(state.ExitCode);
    }
    async stop() {
        if (!this.started)
            return;
        if (this.ending === undefined) {
            const { engine } = this.place.ground;
            const seconds = this.definition.stopTimeout ?? 30;
            await engine
                .call('POST', `/containers/${this.id}/stop?t=${seconds}`)
                .catch(() => engine.call('POST', `/containers/${this.id}/kill`))
                .catch(() => { });
        }
        await this.over();
    }
    async remove() {
        if (this.id === undefined)
            return;
        await gone(this.place.ground.engine.call('DELETE', `/containers/${this.id}?force=true&v=true`));
    }
    /** Its last lines first, then that it has exited. */
    over(exitCode) {
        this.ending ??= this.tellExit(exitCode);
        return this.ending;
    }
    async tellExit(exitCode = 137) {
        await this.starting?.catch(() => { });
        if (!this.started)
            return;
        const state = await this.state();
        await Promise.race([this.logs, (0,promises_.setTimeout)(1_000, undefined, { ref: false })]);
        this.exitCode = state?.ExitCode ?? exitCode;
        const reason = state?.OOMKilled ? 'OutOfMemoryError: Container killed due to memory usage' : state?.Error;
        const exit = { kind: 'exited', container: this.name, exitCode: this.exitCode };
        this.place.tell(reason ? { ...exit, reason } : exit);
    }
    async state() {
        const inspected = this.place.ground.engine.call('GET', `/containers/${this.id}/json`);
        return inspected.then(({ State }) => State, () => undefined);
    }
}
function failure(name, error) {
    return new StartFailure(`${name}: Error response from daemon: ${ground_text(error)}`, { cause: error });
}

;// CONCATENATED MODULE: ./lib/emulator/docker/task.js
/** One task: its containers in their order, and one network namespace for all of them. */






class Task {
    address;
    order;
    ground;
    definitions;
    lives;
    changes = new external_node_events_.EventEmitter().setMaxListeners(0);
    halt = new AbortController();
    begun;
    /** The container that has the task's network namespace. */
    owner;
    pauseId;
    ended;
    constructor(ground, order, address) {
        this.ground = ground;
        this.order = order;
        this.address = address;
        this.definitions = order.taskDefinition.containerDefinitions ?? [];
        const place = { ground, order, tell: (news) => this.tell(news) };
        this.lives = new Map(this.definitions.map(definition => [definition.name ?? '', new Life(place, definition)]));
        this.begun = this.begin();
    }
    /** The engine's ids of those that have been created, by name. */
    get containers() {
        return new Map([...this.lives].flatMap(([name, { id }]) => (id === undefined ? [] : [[name, id]])));
    }
    /** SIGTERM, time, SIGKILL; those that depend on others first. Told as `exited` facts, then `gone`. */
    stop() {
        this.halt.abort();
        this.ended ??= this.begun.then(() => this.end());
        return this.ended;
    }
    async forget() {
        this.halt.abort();
        await this.begun;
        const { engine, network } = this.ground;
        await Promise.all([...this.lives.values()].map(life => life.remove()));
        if (this.pauseId)
            await gone(engine.call('DELETE', `/containers/${this.pauseId}?force=true&v=true`));
        for (const { name = '' } of this.order.taskDefinition.volumes ?? []) {
            await gone(engine.call('DELETE', `/volumes/${volumeName(network, this.order, name)}`));
        }
    }
    async heard(event) {
        const life = [...this.lives.values()].find(({ id }) => id === event.id);
        await life?.heard(event);
        this.changes.emit('changed');
    }
    /** Events may have been missed: look what is still there. */
    async look() {
        await Promise.all([...this.lives.values()].map(life => life.look()));
        this.changes.emit('changed');
    }
    async begin() {
        try {
            await this.start();
        }
        catch (error) {
            // Not a failed start but an early end, of which `exited` tells.
            await this.look();
            if (this.halt.signal.aborted || [...this.lives.values()].some(({ endsTask }) => endsTask))
                return;
            const failed = error instanceof StartFailure ? error.message : `ResourceInitializationError: ${ground_text(error)}`;
            this.tell({ kind: 'start-failed', reason: failed });
            this.halt.abort();
            this.ended ??= this.end();
        }
    }
    async start() {
        const lacking = impossible(this.order.taskDefinition);
        if (lacking.length > 0)
            throw new Error(`the local ECS does not support ${lacking.join(', ')}`);
        const lives = startOrder(this.definitions).map(({ name }) => this.life(name));
        const hosts = await this.ground.hosts(this.order);
        await Promise.all(lives.map(life => life.fetch(this.halt.signal)));
        const owner = { name: this.ground.network, address: this.address, hosts };
        let join = await this.holdNamespace(owner, lives[0]);
        for (const life of lives) {
            await this.dependenciesOf(life);
            this.halt.signal.throwIfAborted();
            await life.start(join === undefined ? owner : { join }, this.labels(life.name));
            join ??= life.id;
            this.owner ??= join;
            this.changes.emit('changed');
        }
        this.tell({ kind: 'started', address: this.address });
    }
    /** Only an essential container is sure to be there as long as the task is; else one is added that does nothing. */
    async holdNamespace(owner, first) {
        if (!first)
            throw new Error('the task definition has no containers');
        if (isEssential(first.definition))
            return undefined;
        const { engine, network, pauseImage } = this.ground;
        const body = pauseBody(await pauseImage(), owner, this.labels('~pause'));
        const query = new URLSearchParams({ name: title(network, this.order, 'pause') });
        const { Id } = await engine.call('POST', `/containers/create?${query}`, { body });
        this.pauseId = Id;
        this.owner = Id;
        await engine.call('POST', `/containers/${Id}/start`);
        return Id;
    }
    async dependenciesOf({ name, definition }) {
        for (const { containerName, condition } of dependencies(definition)) {
            const other = this.life(containerName);
            const unmet = (why) => new StartFailure('dependency graph: failed to resolve container ordering dependency ' +
                `[${containerName}] for target [${name}] as dependency ${why}.`);
            const { signal } = this.halt;
            const limit = other.definition.startTimeout;
            const late = limit === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(limit * 1000)]);
            for (;;) {
                const met = isMet(condition, other.progress);
                if (met)
                    break;
                if (met === false)
                    throw unmet('did not exit successfully');
                await (0,external_node_events_.once)(this.changes, 'changed', { signal: late }).catch(() => {
                    throw unmet('did not complete in time');
                });
            }
        }
    }
    async end() {
        const stopped = new Map();
        for (const { name } of stopOrder(this.definitions)) {
            const life = this.life(name);
            const dependents = this.definitions.filter(definition => dependsOn(definition, life.name));
            const first = Promise.all(dependents.map(dependent => stopped.get(dependent.name)));
            stopped.set(name, first.then(() => life.stop()));
        }
        await Promise.all(stopped.values());
        const { engine } = this.ground;
        if (this.pauseId)
            await engine.call('POST', `/containers/${this.pauseId}/kill`).catch(() => { });
        this.tell({ kind: 'gone' });
    }
    life(name) {
        const found = this.lives.get(name ?? '');
        if (!found)
            throw new Error(`there is no container ${name} in the task definition`);
        return found;
    }
    labels(container) {
        return { ...this.ground.labels, 'evenkeel.task': this.order.taskId, 'evenkeel.container': container };
    }
    tell(news) {
        this.ground.tell({ ...news, taskId: this.order.taskId });
    }
}

;// CONCATENATED MODULE: ./lib/emulator/docker/tasks.js






async function runTasks(stage) {
    const { engine, run, labels, network, facts, endpoints, balancer, options } = stage;
    const tasks = new Map();
    const addresses = new Pool(network.subnet.task);
    const listening = new AbortController();
    const fetched = new Set();
    let pauseImage;
    const agent = options.known && (await openAgent({ engine, network, known: options.known, task: id => tasks.get(id) }));
    const ground = {
        engine,
        labels,
        network: network.name,
        speed: options.speed,
        port: options.port,
        password: options.password,
        now: options.now,
        tell: facts.tell,
        pauseImage: () => {
            pauseImage ??= importPause(engine, run);
            return pauseImage;
        },
        variables: (order, container) => agent?.environment(order, container) ?? {},
        fetched: image => void fetched.add(image),
        hosts: async (order) => [...fixedHosts(), ...(await endpoints.names(order.names))],
    };
    function fixedHosts() {
        const { gateway } = network.subnet;
        return Object.entries(options.hosts ?? {}).map(([name, at]) => `${name}:${at === 'gateway' ? gateway : at}`);
    }
    function start(order) {
        const address = addresses.take();
        if (address !== undefined) {
            tasks.set(order.taskId, new Task(ground, order, address));
            return;
        }
        const { taskId } = order;
        const reason = `ResourceInitializationError: no address is left in ${network.subnet.cidr}`;
        facts.tell({ kind: 'start-failed', taskId, reason });
        facts.tell({ kind: 'gone', taskId });
    }
    function stop(taskId) {
        // Nothing new reaches a task that is about to get its SIGTERM.
        leave(taskId);
        const task = tasks.get(taskId);
        if (task)
            inBackground(task.stop());
        else
            facts.tell({ kind: 'gone', taskId });
    }
    function leave(taskId) {
        balancer.deregister(taskId);
        endpoints.disconnect(taskId);
    }
    async function forget(taskId) {
        const task = tasks.get(taskId);
        tasks.delete(taskId);
        leave(taskId);
        if (!task)
            return;
        agent?.forget(task);
        await task.forget();
        addresses.giveBack(task.address);
    }
    function carryOut(order) {
        const address = 'taskId' in order ? tasks.get(order.taskId)?.address : undefined;
        switch (order.kind) {
            case 'run':
                start(order.task);
                break;
            case 'stop':
                stop(order.taskId);
                break;
            case 'forget':
                inBackground(forget(order.taskId));
                break;
            case 'register-target':
                if (address !== undefined)
                    balancer.register({ ...order, host: address });
                break;
            case 'deregister-target':
                balancer.deregister(order.taskId, order.targetGroupArn);
                break;
            case 'connect':
                if (address !== undefined)
                    endpoints.connect(order, address);
                break;
            case 'disconnect':
                endpoints.disconnect(order.taskId, order);
                break;
            default:
                order;
        }
    }
    const heard = (event) => {
        const task = tasks.get(event.labels['evenkeel.task'] ?? '');
        if (task)
            inBackground(task.heard(event));
    };
    const lookAgain = () => {
        for (const task of tasks.values())
            inBackground(task.look());
    };
    await followEvents(engine, run, heard, lookAgain, listening.signal);
    const endMeter = startMeter({ engine, facts, balancer, speed: options.speed, tasks: () => tasks.values() });
    return {
        carryOut,
        async close() {
            endMeter();
            await Promise.all([...tasks.keys()].map(forget));
            listening.abort();
            await agent?.close();
            // Names with this run's port mean nothing after it; what else names the same image keeps it.
            if (pauseImage !== undefined)
                fetched.add(await pauseImage);
            for (const image of fetched)
                await engine.call('DELETE', `/images/${image}`).catch(() => { });
        },
    };
}
/** What fails here is nobody's task: say it, and go on. */
function inBackground(work) {
    work.catch(error => console.error(`local ECS, docker: ${error instanceof Error ? error.message : error}`));
}

;// CONCATENATED MODULE: ./lib/emulator/docker/index.js
/** The docker fate: tasks are real containers, with a load balancer, Service Connect and an ECR door in front of them. */










async function createDockerFate(options) {
    const engine = connectEngine();
    await sweep(engine);
    const run = (0,external_node_crypto_.randomBytes)(4).toString('hex');
    const labels = { 'evenkeel.run': run, [ownerLabel]: thisOwner() };
    const network = await createNetwork(engine, run, labels);
    const { subnet } = network;
    const facts = collectFacts(options.now);
    const spares = new Pool(subnet.name);
    const endpoints = createEndpoints({
        gateway: subnet.gateway,
        now: options.now,
        oneMore: async () => {
            const address = spares.take();
            if (address === undefined)
                throw new Error('Service Connect has no address left for another name');
            await network.addAddress(address);
            return address;
        },
    });
    const balancer = createBalancer({ speed: options.speed, tell: facts.tell });
    const tasks = await runTasks({ engine, run, labels, network, facts, endpoints, balancer, options });
    const { door, putImage } = createDoor({ account: '123456789012', ...options });
    return {
        fate: { carryOut: orders => orders.forEach(tasks.carryOut), facts: facts.take, close: tasks.close },
        network: { name: network.name, subnet: subnet.cidr, gateway: subnet.gateway },
        door,
        putImage,
        listen: balancer.listen,
        async close() {
            await Promise.all([balancer.close(), endpoints.close(), tasks.close()]);
            await network.remove();
            engine.close();
        },
    };
}


/***/ })

};
