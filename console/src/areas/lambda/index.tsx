import { DeleteFunctionCommand, type FunctionConfiguration, GetFunctionCommand, InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { client, pages } from '../../app/aws';
import { cli } from '../../app/cli';
import { Action } from '../../app/action';
import { Cli, Code, Facts, Show, useLoad, when } from '../../app/parts';
import { ResourceTable } from '../../app/table';
import { href } from '../../app/router';

const lambda = () => client(LambdaClient);

export default function Lambda({ path }: { path: string[] }) {
  return path[1] ? <FunctionPage name={path[1]} /> : <Functions />;
}

function Functions() {
  return (
    <ResourceTable<FunctionConfiguration>
      id="functions" title="Functions" command={cli('lambda list-functions')}
      load={() => pages(async (Marker) => { const r = await lambda().send(new ListFunctionsCommand({ Marker })); return [r.Functions, r.NextMarker]; })}
      empty={{ title: 'No functions', hint: 'A function is your code, run as a role when it is invoked: to rotate a secret, to answer an event. Make one with aws lambda create-function.' }}
      columns={[
        { id: 'name', header: 'Name', text: (f) => f.FunctionName ?? '', cell: (f) => <Link href={href('lambda', 'functions', f.FunctionName ?? '')}>{f.FunctionName}</Link> },
        { id: 'runtime', header: 'Runtime', text: (f) => f.Runtime ?? '' }, { id: 'memory', header: 'Memory, MB', text: (f) => String(f.MemorySize ?? '') }, { id: 'timeout', header: 'Timeout, s', text: (f) => String(f.Timeout ?? '') },
        { id: 'role', header: 'Role', text: (f) => f.Role ?? '' }, { id: 'modified', header: 'Modified', text: (f) => when(f.LastModified) },
      ]}
    />
  );
}

function FunctionPage({ name }: { name: string }) {
  const found = useLoad(async () => (await lambda().send(new GetFunctionCommand({ FunctionName: name }))).Configuration ?? {}, [name]);
  const [result, setResult] = useState('');
  const option = { 'function-name': name };
  return (
    <Show of={found}>{(facts: FunctionConfiguration) => (
      <SpaceBetween size="m">
        <Header variant="h1" description={facts.Description} actions={<SpaceBetween direction="horizontal" size="xs">
          <Cli command={cli('lambda get-function', option)} />
          <Action label="Invoke" primary done="The function has answered." fields={[{ name: 'payload', label: 'Payload', long: true, initial: '{}' }]} command={(v) => `${cli('lambda invoke', { ...option, payload: v.payload })} --cli-binary-format raw-in-base64-out /dev/stdout`} run={async (v) => { const r = await lambda().send(new InvokeCommand({ FunctionName: name, Payload: new TextEncoder().encode(v.payload) })); setResult(`${r.FunctionError ? `${r.FunctionError}: ` : ''}${new TextDecoder().decode(r.Payload)}`); }} />
          <Action label="Delete" done="The function is gone." after={() => { location.hash = href('lambda', 'functions'); }} command={() => cli('lambda delete-function', option)} run={() => lambda().send(new DeleteFunctionCommand({ FunctionName: name }))} />
        </SpaceBetween>}>{name}</Header>
        {result && <Container header={<Header variant="h2">Answer</Header>}><Code text={result} /></Container>}
        <Facts title="Facts" facts={[['ARN', facts.FunctionArn], ['Runtime', facts.Runtime], ['Handler', facts.Handler], ['Role', facts.Role], ['State', facts.State], ['Memory', `${facts.MemorySize} MB`], ['Timeout', `${facts.Timeout} s`], ['Code', `${facts.CodeSize} bytes`], ['Modified', when(facts.LastModified)]]} />
      </SpaceBetween>
    )}</Show>
  );
}
