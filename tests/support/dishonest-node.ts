/** Ways for a node to misbehave, for tests: pass one to `ConsortiumNode.setMutation`. */
import type { Mutation, Reply } from '#consortium/rpc/index.ts';

type Envelope = { result?: Record<string, unknown> } & Record<string, unknown>;

/** Answers `commit` with another app hash, signed by nobody else. */
export const otherAppHash: Mutation = (request, reply) =>
  request.method !== 'commit'
    ? reply
    : rewrite(reply, (text) =>
        text.replace(/"app_hash":"[0-9A-F]{64}"/, `"app_hash":"${'AB'.repeat(32)}"`),
      );

/** A web page instead of an answer, as a captive portal gives it. */
export const html: Mutation = () => ({
  status: 200,
  contentType: 'text/html',
  body: '<!doctype html><title>Sign in</title>',
  isFinal: false,
});

/** Answers only after a while. */
export function slow(milliseconds: number): Mutation {
  return async (_, reply) => {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return reply;
  };
}

/** Leaves validators out, and says that there are no more. */
export const dropsValidators: Mutation = (request, reply) => {
  if (request.method !== 'validators') return reply;
  return rewriteResult(reply, (result) => ({
    ...result,
    validators: (result['validators'] as unknown[]).slice(0, 2),
    count: '2',
    total: '2',
  }));
};

/** Speaks for another chain. */
export function otherChain(chainId: string): Mutation {
  return (_, reply) =>
    rewrite(reply, (text) =>
      text.replace(
        /"(chain_id|network)":"[^"]*"/g,
        (_match, name: string) => `"${name}":"${chainId}"`,
      ),
    );
}

function rewrite(reply: Reply, change: (text: string) => string): Reply {
  return { ...reply, body: change(reply.body) };
}

function rewriteResult(
  reply: Reply,
  change: (result: Record<string, unknown>) => Record<string, unknown>,
): Reply {
  const envelope = JSON.parse(reply.body) as Envelope;
  if (envelope.result === undefined) return reply;
  return { ...reply, body: JSON.stringify({ ...envelope, result: change(envelope.result) }) };
}
