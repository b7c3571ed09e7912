// Sends each case through the clients as they are published and prints what came of them, as one JSON object:
//   {"case": {"ok": value}} or {"case": {"error": {...}}}
// BASE_URL and KEY say where to; README_CODE is the README's own example.
import { createOpenRouter } from '@openrouter/ai-sdk-provider';
import { OpenRouter } from '@openrouter/sdk';
import { embed, generateText, jsonSchema, streamText, tool } from 'ai';

const { BASE_URL, KEY, README_CODE } = process.env;
const messages = [{ role: 'user', content: 'Say hello' }];
const results = {};

async function run(name, action) {
  try {
    results[name] = { ok: await action() };
  } catch (thrown) {
    results[name] = { error: told(thrown) };
  }
}

function told(thrown) {
  return {
    name: thrown.name,
    message: thrown.message,
    status: thrown.statusCode,
    code: (thrown.error ?? thrown.data?.error)?.code,
    metadata: (thrown.error ?? thrown.data?.error)?.metadata,
    retryable: thrown.isRetryable,
    retryAfter: thrown.headers?.get?.('retry-after') ?? thrown.responseHeaders?.['retry-after'],
    cause: String(thrown.cause ?? ''),
  };
}

// ---- OpenRouter's own SDK. It repeats a 5xx for an hour, unless it is told not to.

const sdk = key => new OpenRouter({ apiKey: key, serverURL: BASE_URL, retryConfig: { strategy: 'none' } });
const client = sdk(KEY);
const send = (chatRequest, options) => client.chat.send({ chatRequest: { messages, ...chatRequest } }, options);
const text = answer => answer.choices[0].message.content;

async function read(stream) {
  const seen = { text: '', usage: null, error: null, finish: null };
  for await (const chunk of stream) {
    seen.text += chunk.choices[0]?.delta?.content ?? '';
    seen.finish = chunk.choices[0]?.finishReason ?? seen.finish;
    seen.usage = chunk.usage?.totalTokens ?? seen.usage;
    seen.error = chunk.error ?? seen.error;
  }
  return seen;
}

await run('sdk chat', async () => {
  const answer = await send({ model: 'acme/chat', user: 'somebody', sessionId: 'one' });
  return { text: text(answer), finish: answer.choices[0].finishReason, tokens: answer.usage.totalTokens };
});
await run('sdk answer without fingerprint', async () => text(await send({ model: 'acme/bare' })));
await run('sdk provider', async () =>
  text(
    await send({
      model: 'acme/chat',
      provider: {
        order: ['beta'],
        ignore: ['gamma'],
        allowFallbacks: false,
        dataCollection: 'allow',
        zdr: false,
        requireParameters: false,
        quantizations: ['unknown'],
        sort: 'price',
        maxPrice: { prompt: '2', completion: '10' },
        preferredMaxLatency: { p90: 30 },
        preferredMinThroughput: 1,
      },
    }),
  ),
);
await run('sdk max_price', async () => text(await send({ model: 'acme/chat', provider: { maxPrice: { prompt: '0.5' } } })));
await run('sdk models', async () => {
  const answer = await send({ models: ['acme/limited', 'acme/chat'] });
  return text(answer);
});
await run('sdk floor', async () => text(await send({ model: 'acme/chat:floor' })));
await run('sdk tools', async () => {
  const answer = await send({
    model: 'acme/tools',
    tools: [{ type: 'function', function: { name: 'weather', parameters: { type: 'object', properties: {} } } }],
  });
  const call = answer.choices[0].message.toolCalls[0];
  return { finish: answer.choices[0].finishReason, name: call.function.name, arguments: call.function.arguments };
});
await run('sdk stream', async () => read(await send({ model: 'acme/chat', stream: true, streamOptions: { includeUsage: true } })));
await run('sdk broken stream', async () => read(await send({ model: 'acme/cut', stream: true })));
await run('sdk cancelled stream', async () => {
  for await (const chunk of await send({ model: 'acme/endless', stream: true })) {
    if (chunk.choices[0]?.delta?.content) {
      return chunk.choices[0].delta.content;
    }
  }
  return 'ended';
});
await run('sdk list', async () => {
  const ids = {};
  for await (const page of await client.models.list({ limit: 4 })) {
    for (const model of page.result.data) {
      ids[model.id] = model;
    }
  }
  return ids;
});
await run('sdk embeddings', async () => {
  const answer = await client.embeddings.generate({ requestBody: { model: 'acme/embedding', input: 'some text' } });
  return answer.data[0].embedding;
});
await run('sdk 400', () => send({ model: 'acme/chat', plugins: [{ id: 'web' }] }));
await run('sdk 401', () => sdk(KEY + 'x').chat.send({ chatRequest: { model: 'acme/chat', messages } }));
await run('sdk 403', () => send({ model: 'acme/shared' }, { headers: { 'x-byok-strict': 'own-keys' } }));
await run('sdk 404 model', () => send({ model: 'acme/none' }));
await run('sdk 404 endpoints', () => send({ model: 'acme/chat', provider: { only: ['nobody'] } }));
await run('sdk 429', () => send({ model: 'acme/limited' }));
await run('sdk 502', () => send({ model: 'acme/rejected' }));
await run('sdk 503', () => send({ model: 'acme/overloaded' }));
await run('sdk stream 429', () => send({ model: 'acme/limited', stream: true }));

// ---- The Vercel AI SDK

const provider = createOpenRouter({ apiKey: KEY, baseURL: BASE_URL });
const titled = createOpenRouter({ apiKey: KEY, baseURL: BASE_URL, appName: 'Example', appUrl: 'https://example.org' });
const prompt = 'Say hello';

await run('ai chat', async () => {
  const answer = await generateText({
    model: provider('acme/chat', {
      provider: { order: ['beta'], allow_fallbacks: true, require_parameters: false, max_price: { prompt: 2 } },
      models: ['acme/bare'],
      usage: { include: true },
      extraBody: { session_id: 'two', transforms: ['middle-out'], route: 'fallback' },
    }),
    prompt,
  });
  return { text: answer.text, tokens: answer.usage.totalTokens, finish: answer.finishReason };
});
await run('ai stream', async () => {
  const answer = streamText({ model: titled.chat('acme/chat:floor', { models: ['acme/bare'] }), prompt });
  let seen = '';
  for await (const delta of answer.textStream) {
    seen += delta;
  }
  return { text: seen, tokens: (await answer.usage).totalTokens, finish: await answer.finishReason };
});
await run('ai tools', async () => {
  const answer = await generateText({
    model: provider('acme/tools'),
    prompt,
    tools: { weather: tool({ description: 'Tells it', inputSchema: jsonSchema({ type: 'object', properties: {} }) }) },
  });
  return { finish: answer.finishReason, name: answer.toolCalls[0].toolName, input: answer.toolCalls[0].input };
});
await run('ai embeddings', async () => {
  const answer = await embed({ model: provider.textEmbeddingModel('acme/embedding'), value: 'some text' });
  return answer.embedding;
});
await run('ai broken stream', async () => {
  const answer = streamText({ model: provider('acme/cut'), prompt, maxRetries: 0, onError() {} });
  const seen = { text: '', error: null };
  for await (const part of answer.fullStream) {
    if (part.type === 'text-delta') {
      seen.text += part.text;
    } else if (part.type === 'error') {
      seen.error = part.error.message ?? String(part.error);
    }
  }
  return seen;
});
await run('ai cancelled stream', async () => {
  const abort = new AbortController();
  const answer = streamText({ model: provider('acme/endless'), prompt, maxRetries: 0, abortSignal: abort.signal, onError() {} });
  for await (const part of answer.fullStream) {
    if (part.type === 'text-delta') {
      abort.abort();
    } else if (part.type === 'abort') {
      return 'aborted';
    }
  }
  return 'ended';
});
for (const [status, model, settings] of [
  ['404 model', 'acme/none', {}],
  ['404 endpoints', 'acme/chat', { provider: { only: ['nobody'] } }],
  ['429', 'acme/limited', {}],
  ['502', 'acme/rejected', {}],
  ['503', 'acme/overloaded', {}],
]) {
  await run('ai ' + status, () => generateText({ model: provider(model, settings), prompt, maxRetries: 0 }));
}
await run('ai titled 404', () => generateText({ model: titled('acme/none'), prompt, maxRetries: 0 }));

// ---- What the README says

await run('readme', async () => {
  const lines = [];
  const print = console.log;
  console.log = (...words) => lines.push(words.join(' '));
  try {
    await import(README_CODE);
  } finally {
    console.log = print;
  }
  return lines;
});

process.stdout.write(JSON.stringify(results));
