// Metrics are drawn, an alarm is made after a look at its preview, a dashboard shows both, lines are queried and seen as they arrive.
import { readFileSync } from 'node:fs';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';

const MINUTE = 60_000;

export default async function ({ assert, root, page, step, button, open, act, done, until, seen, choose, asRoot }) {
  await asRoot();
  const cloudwatch = new CloudWatchClient(root);
  const logs = new CloudWatchLogsClient(root);

  await step('a metric is found and drawn, with its values as a table', async () => {
    const now = Math.floor(Date.now() / MINUTE) * MINUTE;
    const data = Array.from({ length: 60 }, (_, minute) => ({ MetricName: 'Orders', Dimensions: [{ Name: 'Shop', Value: 'a' }], Timestamp: new Date(now - minute * MINUTE), Value: minute >= 10 && minute < 15 ? 42 : 7 }));
    await cloudwatch.send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData: data }));
    await open('#/cloudwatch/metrics', 'Metric explorer');
    await choose(page, 'Namespace', 'Shop');
    await page.getByRole('row', { name: /Orders.*Shop=a/ }).getByRole('checkbox').click();
    await button('Draw').last().click();
    await page.getByRole('button', { name: 'Values as a table' }).click();
    await page.getByRole('cell', { name: '42' }).first().waitFor();
    await seen('metrics');
  });

  await step('an alarm is made after a look at what it would have said', async () => {
    await page.getByRole('link', { name: 'Create an alarm on it' }).click();
    await page.getByRole('heading', { name: 'Create alarm', level: 1 }).waitFor();
    await page.getByLabel('Name', { exact: true }).fill('many-orders');
    await page.getByLabel('Threshold value').fill('100');
    await done('It would not have been in alarm.');
    await page.getByLabel('Threshold value').fill('20');
    await done('It would have been in alarm once');
    await seen('alarm-preview');
    await button('Create').click();
    await page.getByRole('heading', { name: 'many-orders', level: 1 }).waitFor();
    await page.getByText('Threshold: greater than 20').first().waitFor();
    await until('an evaluation', async () => {
      await button('Refresh').click();
      await page.waitForTimeout(1000);
      return (await page.getByText(/updated from INSUFFICIENT_DATA to OK/).count()) > 0;
    }, 100);
    await seen('alarm');
  });

  await step('a dashboard shows texts, metrics, single values, alarms and queries', async () => {
    await open('#/cloudwatch/dashboards', 'Dashboards');
    const account = JSON.parse(await page.evaluate(() => sessionStorage.getItem('cloudkeep.session'))).identities[0].account;
    const arn = `arn:aws:cloudwatch:us-east-1:${account}:alarm:many-orders`;
    const metrics = [['Shop', 'Orders', 'Shop', 'a', { stat: 'Sum' }], ['...', { stat: 'Maximum', label: 'Highest' }]];
    const widgets = [
      { type: 'text', x: 0, y: 0, width: 24, height: 2, properties: { markdown: '# The shop\n**Orders** by the minute <img src=x onerror=alert(1)> [bad](javascript:alert(1)) [good](https://example.com)' } },
      { type: 'metric', x: 0, y: 2, width: 12, height: 7, properties: { title: 'Orders', region: 'us-east-1', period: 60, metrics, annotations: { horizontal: [{ label: 'Much', value: 20 }] } } },
      { type: 'metric', x: 12, y: 2, width: 6, height: 3, properties: { title: 'Now', region: 'us-east-1', view: 'singleValue', metrics: [metrics[0]] } },
      { type: 'alarm', x: 12, y: 5, width: 6, height: 2, properties: { title: 'Alarms', alarms: [arn] } },
      { type: 'metric', x: 18, y: 2, width: 6, height: 7, properties: { title: 'The alarm', region: 'us-east-1', annotations: { alarms: [arn] } } },
    ];
    await act('Create dashboard', { Name: 'shop', 'Dashboard body': JSON.stringify({ widgets }) });
    await page.getByRole('link', { name: 'shop' }).click();
    await page.getByRole('heading', { name: 'The shop' }).waitFor();
    await page.getByText('<img src=x onerror=alert(1)>').waitFor();
    assert.equal(await page.getByRole('link', { name: 'bad' }).count(), 0);
    await page.getByRole('link', { name: 'good' }).waitFor();
    await page.getByRole('link', { name: 'many-orders' }).first().waitFor();
    await page.getByText('Highest').first().waitFor();
    await page.waitForTimeout(500);
    await seen('dashboard');
  });

  await step('lines are queried: fields, histogram, chart, record, export', async () => {
    await logs.send(new CreateLogGroupCommand({ logGroupName: '/app/shop' }));
    await logs.send(new CreateLogStreamCommand({ logGroupName: '/app/shop', logStreamName: 'web' }));
    const now = Date.now();
    const logEvents = Array.from({ length: 2000 }, (_, index) => ({ timestamp: now - (2000 - index) * 1000, message: JSON.stringify({ level: index % 10 === 0 ? 'ERROR' : 'INFO', path: index === 1999 ? '=HYPERLINK("http://evil")' : '/cart', note: '<script>alert(1)</script>', took: index % 100 }) }));
    await logs.send(new PutLogEventsCommand({ logGroupName: '/app/shop', logStreamName: 'web', logEvents }));
    await open('#/cloudwatch/groups/%2Fapp%2Fshop', '/app/shop');
    await page.getByText('<script>alert(1)</script>').first().waitFor();
    await seen('lines');
    await page.getByRole('link', { name: 'Query with Insights' }).click();
    await page.getByRole('heading', { name: 'Logs Insights', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Show level' }).waitFor();
    await page.getByRole('textbox', { name: 'Query' }).fill('fields @timestamp, level, path, took | filter level = "ERROR" or path like /HYPER/ | sort @timestamp desc | limit 1000');
    await page.keyboard.press('Control+Enter');
    await done('201 of 2000 events match');
    await page.getByRole('heading', { name: 'Matching events over time' }).waitFor();
    await page.getByRole('cell', { name: 'ERROR' }).first().waitFor();
    await seen('insights');
    await page.getByRole('button', { name: 'Export' }).last().click();
    const saved = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'CSV' }).click();
    const text = readFileSync(await (await saved).path(), 'utf8');
    assert.match(text, /"'=HYPERLINK\(""http:\/\/evil""\)"/);
    assert.equal(text.trim().split('\r\n').length, 202);
    await page.getByRole('cell').getByRole('button').first().click();
    await page.getByRole('dialog').getByText('"@logStream": "web"').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('textbox', { name: 'Query' }).fill('stats count(*) as lines, max(took) as slowest by bin(5m)');
    await button('Run').click();
    await page.getByRole('heading', { name: 'Chart of the results' }).waitFor();
    await page.getByText('slowest').first().waitFor();
    await act('Save query', { Name: 'Busy times' });
    await done('The query is saved.');
    await seen('insights-chart');
    await page.getByRole('textbox', { name: 'Query' }).fill('nonsense of a query');
    await button('Run').click();
    await page.getByText('MalformedQueryException').first().waitFor();
  });

  await step('Live Tail shows lines as they arrive', async () => {
    await open('#/cloudwatch/tail/%2Fapp%2Fshop', 'Live Tail');
    await button('Start').click();
    await page.getByText('Live', { exact: true }).waitFor();
    await logs.send(new PutLogEventsCommand({ logGroupName: '/app/shop', logStreamName: 'web', logEvents: [{ timestamp: Date.now(), message: 'seen as it arrives' }] }));
    await page.getByText('seen as it arrives').waitFor();
    await seen('live-tail');
    await button('Stop').click();
    await page.getByText('Stopped', { exact: true }).waitFor();
  });
}
