// Other origins, buckets with the console's name, and who guesses.
import { createServer } from 'node:http';
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

export default async function ({ assert, endpoint, root, browser, step, account: accountOf }) {
  const account = await accountOf();
  await step('another origin can neither frame the console nor read from it', async () => {
    const evil = createServer((_, reply) => { reply.setHeader('content-type', 'text/html'); reply.end(`<iframe src="${endpoint}/"></iframe>`); });
    await new Promise((resolve) => evil.listen(0, '127.0.0.1', resolve));
    const other = await (await browser.newContext()).newPage();
    await other.goto(`http://localhost:${evil.address().port}/`);
    const read = await other.evaluate((url) => fetch(url).then((r) => r.text(), (error) => String(error)), `${endpoint}/health/live`);
    assert.match(read, /Failed to fetch/);
    await other.waitForTimeout(500);
    assert.equal(await other.frames()[1].getByRole('heading').count().catch(() => 0), 0);
    evil.close();
  });

  await step('a bucket may be called console', async () => {
    const s3 = new S3Client(root);
    await s3.send(new CreateBucketCommand({ Bucket: 'console' }));
    await s3.send(new PutObjectCommand({ Bucket: 'console', Key: 'index.html', Body: 'mine' }));
    assert.equal((await s3.send(new ListObjectsV2Command({ Bucket: 'console' }))).KeyCount, 1);
    const unsigned = await fetch(`${endpoint}/console/index.html`, { headers: { accept: 'text/html' } });
    assert.deepEqual([unsigned.status, unsigned.headers.get('content-security-policy')], [403, "sandbox; frame-ancestors 'none'"]);
  });

  await step('guessing has to wait', async () => {
    const guess = () => fetch(`${endpoint}/_console/sign-in`, { method: 'POST', headers: { 'content-type': 'application/json', origin: endpoint }, body: JSON.stringify({ account, userName: 'bo', password: 'x' }) });
    const answers = [];
    for (let turn = 0; turn < 7; turn++) answers.push((await guess()).status);
    assert.equal(answers[0], 401);
    assert.equal(answers.at(-1), 429);
  });
}
