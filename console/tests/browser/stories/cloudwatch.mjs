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

  await step('a dashboard shows pies, bars, gauges, tables, numbers with their way, and counts of logs', async () => {
    const now = Math.floor(Date.now() / MINUTE) * MINUTE;
    const shops = { north: 30, south: 50, west: 20 };
    const MetricData = Object.entries(shops).flatMap(([shop, value]) => [0, 1, 2, 3].map((minute) => ({ MetricName: 'Share', Dimensions: [{ Name: 'Shop', Value: shop }], Timestamp: new Date(now - minute * MINUTE), Value: value - minute })));
    await cloudwatch.send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData }));
    await logs.send(new CreateLogGroupCommand({ logGroupName: '/app/kinds' }));
    await logs.send(new CreateLogStreamCommand({ logGroupName: '/app/kinds', logStreamName: 'web' }));
    await logs.send(new PutLogEventsCommand({ logGroupName: '/app/kinds', logStreamName: 'web', logEvents: ['cart', 'cart', 'pay'].map((kind) => ({ timestamp: Date.now(), message: JSON.stringify({ kind }) })) }));
    const metrics = Object.keys(shops).map((shop) => ['Shop', 'Share', 'Shop', shop, { label: shop }]);
    const metric = (x, y, title, properties) => ({ type: 'metric', x, y, width: 8, height: 6, properties: { title, region: 'us-east-1', stat: 'Maximum', period: 60, metrics, ...properties } });
    const widgets = [
      metric(0, 0, 'Pie', { view: 'pie' }), metric(8, 0, 'Bars', { view: 'bar', setPeriodToTimeRange: true, stat: 'Sum' }),
      metric(16, 0, 'Gauge', { view: 'gauge', metrics: [metrics[1]], yAxis: { left: { min: 0, max: 60 } }, annotations: { horizontal: [{ label: 'Much', value: 40, fill: 'above' }] } }),
      metric(0, 6, 'Numbers', { view: 'singleValue', sparkline: true, metrics: [metrics[0]] }), metric(8, 6, 'Table', { view: 'table', table: { summaryColumns: ['MIN', 'MAX', 'SUM'] } }),
      { type: 'log', x: 16, y: 6, width: 8, height: 6, properties: { title: 'Kinds', region: 'us-east-1', view: 'pie', query: "SOURCE '/app/kinds' | stats count(*) as n by kind" } },
      { type: 'custom', x: 0, y: 12, width: 8, height: 4, properties: { title: 'Own', endpoint: 'no-such-function' } },
      { type: 'explorer', x: 8, y: 12, width: 16, height: 6, properties: { title: 'Explorer', region: 'us-east-1', metrics: [{ metricName: 'IncomingLogEvents', resourceType: 'AWS::Logs::LogGroup', stat: 'Sum' }], labels: [{ key: 'team', value: 'shop' }] } },
    ];
    await open('#/cloudwatch/dashboards', 'Dashboards');
    await act('Create dashboard', { Name: 'kinds', 'Dashboard body': JSON.stringify({ widgets }) });
    await page.getByRole('link', { name: 'kinds' }).click();
    const widget = (title) => page.locator('.board-widget').filter({ has: page.getByRole('heading', { name: title, exact: true, level: 3 }) });
    await widget('Gauge').getByRole('img', { name: 'south: 50 on a gauge from 0 to 60' }).waitFor();
    await widget('Gauge').getByText('Beyond Much (40)').waitFor();
    await widget('Numbers').getByRole('img', { name: /north: from 27 to 30, lowest 27, highest 30/ }).waitFor();
    await widget('Table').getByRole('row', { name: /west.*17.*20.*74/ }).waitFor();
    await widget('Pie').getByRole('button', { name: 'Values as a table' }).click();
    await widget('Pie').getByRole('row', { name: /south.*50.*50/ }).waitFor();
    await widget('Bars').getByRole('button', { name: 'Values as a table' }).click();
    await widget('Bars').getByRole('row', { name: /north.*114/ }).waitFor();
    await until('the counts', async () => (await widget('Kinds').getByText('cart').count()) > 0);
    await widget('Explorer').getByText('Config knows no resource of this type with these tags.').or(widget('Explorer').getByText('NoSuchConfigurationRecorder')).first().waitFor();
    await widget('Own').getByRole('button', { name: 'Run it' }).click();
    await widget('Own').getByText('ResourceNotFoundException').waitFor();
    await page.waitForTimeout(500);
    await seen('dashboard-kinds');
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
