// The console in German: by the browser's language, and by choice; dates and numbers as they are written in it.
export default async function ({ assert, browser, complaints, credentials, endpoint, page, step, button, open, until, asRoot, seen }) {
  await step('a German browser is spoken to in German, from the sign-in on', async () => {
    const context = await browser.newContext({ locale: 'de-DE', viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
    context.setDefaultTimeout(30_000);
    const german = await context.newPage();
    german.on('pageerror', (error) => complaints.push(String(error)));
    await german.goto(`${endpoint}/`);
    assert.equal(await german.evaluate(() => document.documentElement.lang), 'de');
    await german.getByRole('button', { name: 'Zugriffsschlüssel' }).click();
    await german.getByLabel('Zugriffsschlüssel-ID').fill(credentials[1]);
    await german.getByLabel('Geheimer Zugriffsschlüssel').fill(credentials[2]);
    await german.getByRole('button', { name: 'Anmelden', exact: true }).click();
    await german.getByRole('heading', { name: 'Was Aufmerksamkeit braucht' }).waitFor();
    await german.getByText('Der Root-Benutzer hat einen aktiven Zugriffsschlüssel').waitFor();
    for (const [hash, heading] of [['iam/users', 'Benutzer'], ['iam/policies', 'Eigene Richtlinien'], ['cloudtrail/events', 'Ereignisverlauf'], ['cloudwatch/alarms', 'Alarme'], ['kms/keys', 'Schlüssel'], ['secretsmanager/secrets', 'Geheimnisse'], ['s3/buckets', 'Buckets'], ['sqs/queues', 'Warteschlangen'], ['sns/topics', 'Themen'], ['eventbridge/rules', 'Regeln'], ['scheduler/schedules', 'Zeitpläne'], ['lambda/functions', 'Funktionen']]) {
      await german.evaluate((where) => { location.hash = where; }, `#/${hash}`);
      await german.getByRole('heading', { name: heading, level: 1 }).first().waitFor();
    }
    await german.evaluate(() => { location.hash = '#/cloudtrail/events'; });
    await german.getByText(/\d+\. \p{L}{3,4}\.? \d{4}, \d\d:\d\d:\d\d/u).first().waitFor();
    await german.evaluate(() => { location.hash = '#/iam/policies/create'; });
    await german.getByRole('region', { name: 'Anweisung 1', exact: true }).getByText('Wirkung').waitFor();
    await context.close();
  });

  await step('who reads English chooses German, keeps it, and goes back', async () => {
    await asRoot();
    await open('#/iam/users', 'Users');
    const menu = async (language) => {
      await page.getByRole('button', { name: 'root', exact: true }).first().click();
      await page.getByRole('menuitem', { name: language }).click();
    };
    await menu('Deutsch');
    await page.getByRole('heading', { name: 'Benutzer', level: 1 }).waitFor();
    await until('the title', async () => (await page.title()).includes('Benutzer'));
    await seen('german');
    await page.reload();
    await page.getByRole('heading', { name: 'Benutzer', level: 1 }).waitFor();
    await menu('English');
    await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
    await button('Create user').waitFor();
    await page.evaluate(() => localStorage.removeItem('cloudkeep.language'));
  });
}
