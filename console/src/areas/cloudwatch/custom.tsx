// A custom widget: a function says what is shown. It runs when whoever looks at it says so, since it runs with their permission. Markup that it answers stays text.
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import Button from '@cloudscape-design/components/button';
import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { client } from '../../app/aws';
import { Code, Show, useLoad } from '../../app/parts';
import { RANGES } from '../../app/range';
import { Markdown } from './dashboards';
import { t } from './texts';
import type { Properties } from './widgets';

async function answered(properties: Properties, range: string): Promise<{ markdown?: string; text: string }> {
  const end = Date.now();
  const told = { widgetContext: { timeRange: { mode: 'relative', start: end - (RANGES[range] ?? 0), end, relativeStart: RANGES[range] } }, ...(typeof properties.params === 'object' ? properties.params : {}) };
  const reply = await client(LambdaClient).send(new InvokeCommand({ FunctionName: properties.endpoint, Payload: new TextEncoder().encode(JSON.stringify(told)) }));
  const text = new TextDecoder().decode(reply.Payload);
  if (reply.FunctionError) throw new Error(text);
  const value = JSON.parse(text || 'null') as unknown;
  if (typeof value === 'string') return { text: value };
  const markdown = (value as { markdown?: unknown } | null)?.markdown;
  return { markdown: typeof markdown === 'string' ? markdown : undefined, text: JSON.stringify(value, null, 2) };
}

export function Custom({ properties, range, turn }: { properties: Properties; range: string; turn: number }) {
  const [allowed, setAllowed] = useState(false);
  if (!allowed) {
    return (
      <SpaceBetween size="s">
        <Box>{t.customHint(properties.endpoint ?? '')}</Box>
        <Button onClick={() => setAllowed(true)}>{t.customRun}</Button>
      </SpaceBetween>
    );
  }
  return <Answer properties={properties} range={range} turn={turn} />;
}

function Answer({ properties, range, turn }: { properties: Properties; range: string; turn: number }) {
  const loaded = useLoad(() => answered(properties, range), [JSON.stringify(properties), range, turn]);
  return <Show of={loaded}>{({ markdown, text }) => (markdown === undefined ? <Code text={text} /> : <Markdown text={markdown} />)}</Show>;
}
