// A small client, written from docs/protocol.md alone. Edits a few nodes at random, syncs now and then, and at last prints
// the admitted state that it came to. Usage: node client.mjs <server> <token> <device> <edits> <seed>

const [server, token, device, edits, seed] = process.argv.slice(2);
const WORKSPACE = `${server}/v1/workspaces/~`;
const WORKFLOW = 'poster';

const replica = { cursor: '', seen: 0, clock: 0n, offset: 0, count: 0, admitted: new Map(), pending: [], confirmed: new Set() };

let state = Number(seed);
function random(limit) {
  state = (state * 1103515245 + 12345) % 2147483648;
  return Math.floor((state / 2147483648) * limit);
}

function tick() {
  const wall = BigInt(Date.now() + replica.offset) * 65536n;
  replica.clock = wall > replica.clock ? wall : replica.clock + 1n;
  return replica.clock.toString();
}

function heard(answer) {
  replica.offset = answer.now - Date.now();
  const hlc = BigInt(answer.hlc);
  if (hlc > replica.clock) replica.clock = hlc;
}

function beats(a, b) {
  if (a.eff !== b.eff) return a.eff > b.eff;
  if (a.device !== b.device) return a.device > b.device;
  if (a.number !== b.number) return a.number > b.number;
  return a.op > b.op;
}

function join(op, eff, skipped = []) {
  const stamp = { eff: BigInt(eff), device: op.device, number: op.seq, op: op.op };
  const left = new Set(skipped.map((register) => JSON.stringify(register)));
  for (const [kind, id, values, absent = []] of op.writes) {
    const key = JSON.stringify([op.workflow, kind, id]);
    if (!replica.admitted.has(key)) replica.admitted.set(key, new Map());
    const registers = replica.admitted.get(key);
    const writes = [...Object.entries(values), ...absent.map((name) => [name, undefined])];
    for (const [name, value] of writes) {
      if (left.has(JSON.stringify([kind, id, name]))) continue;
      const standing = registers.get(name);
      if (!standing || beats(stamp, standing.stamp)) registers.set(name, { value, stamp });
    }
  }
}

function edit() {
  const id = `n${random(6)}`;
  const choice = random(4);
  const writes =
    choice === 0 ? ['node', id, { life: random(3) > 0 }]
    : choice === 1 ? ['node', id, { title: `${device} ${replica.count}`, 'config.number': random(100) / 4 }]
    : choice === 2 ? ['node', id, { position: { x: random(500), y: random(500) } }]
    : ['node', id, {}, ['config.number']];
  const op = {
    op: `${device}-${replica.count + 1}`, workflow: WORKFLOW, device, seq: ++replica.count, hlc: tick(),
    seen: replica.seen, schema: 1, writes: [writes],
  };
  replica.pending.push(op);
}

async function post(path, body) {
  for (let attempt = 0; ; attempt++) {
    const response = await fetch(WORKSPACE + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (response.ok) return response.json();
    const problem = await response.json();
    if (!problem.retryable || attempt > 5) throw new Error(`${problem.code}: ${problem.detail}`);
    await new Promise((done) => setTimeout(done, 50 * 2 ** attempt));
  }
}

async function sync() {
  for (let more = true; more; ) {
    const offered = replica.pending.slice(0, 500);
    const answer = await post('/sync', { ops: offered.map((op) => ({ op })), after: replica.cursor, limit: 100 });
    heard(answer);
    answer.results.forEach((result, i) => {
      if (result.status !== 'applied') throw new Error(JSON.stringify(result));
      if (result.op !== offered[i].op) throw new Error('The results are in another order');
      confirm(offered[i], result.eff, result.skipped);
    });
    for (const { eff, op } of answer.ops) {
      if (op.device === device && op.seq > replica.count) throw new Error('This store was copied');
      confirm(op, eff);
    }
    replica.cursor = answer.cursor;
    replica.seen = answer.seq;
    more = answer.more || replica.pending.length > 0;
  }
}

/** Joining twice does no harm; it is counted once. */
function confirm(op, eff, skipped) {
  join(op, eff, skipped);
  replica.confirmed.add(op.op);
  replica.pending = replica.pending.filter((other) => other.op !== op.op);
}

for (let i = 0; i < Number(edits); i++) {
  edit();
  if (random(5) === 0) await sync();
}
await sync();
if (process.stdin.isTTY !== true) {
  // the others may not be done yet: say so, wait for a word, and pull what they did
  process.stdout.write('done\n');
  await new Promise((go) => process.stdin.once('data', go));
  process.stdin.destroy();
}
await sync();

const result = [...replica.admitted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, registers]) => [
  ...JSON.parse(key),
  [...registers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { value, stamp }]) =>
    value === undefined
      ? [name, `${stamp.eff}:${stamp.number}:${stamp.device}:${stamp.op}`]
      : [name, `${stamp.eff}:${stamp.number}:${stamp.device}:${stamp.op}`, value]),
]);
process.stdout.write(`${JSON.stringify(result)}\n`);
