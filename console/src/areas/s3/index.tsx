import { CreateBucketCommand, DeleteBucketCommand, DeleteObjectCommand, GetObjectCommand, ListBucketsCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import Button from '@cloudscape-design/components/button';
import FileUpload from '@cloudscape-design/components/file-upload';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { client } from '../../app/aws';
import { cli } from '../../app/cli';
import { save } from '../../app/export';
import { failed, succeeded } from '../../app/notices';
import { Action } from '../../app/action';
import { when } from '../../app/language';
import { ResourceTable } from '../../app/table';
import { href } from '../../app/router';
import { t } from './texts';

const s3 = () => client(S3Client);
type Row = { key: string; folder: boolean; size?: number; modified?: Date };

export default function S3({ path }: { path: string[] }) {
  return path[1] ? <Objects bucket={path[1]} prefix={path.slice(2).map((part) => `${part}/`).join('')} /> : <Buckets />;
}

function Buckets() {
  return (
    <ResourceTable
      id="buckets" title={t.buckets} load={async () => (await s3().send(new ListBucketsCommand({}))).Buckets ?? []} command={cli('s3api list-buckets')}
      empty={{ title: t.noBuckets, hint: t.aBucketHoldsObjects }}
      columns={[{ id: 'name', header: t.name, text: (b) => b.Name ?? '', cell: (b) => <Link href={href('s3', 'buckets', b.Name ?? '')}>{b.Name}</Link> }, { id: 'region', header: t.region, text: (b) => b.BucketRegion ?? '' }, { id: 'created', header: t.created, text: (b) => when(b.CreationDate) }]}
      actions={(reload) => <Action label={t.createBucket} primary after={reload} done={t.theBucketIsThere} fields={[{ name: 'name', label: t.name }]} command={(v) => cli('s3api create-bucket', { bucket: v.name })} run={(v) => s3().send(new CreateBucketCommand({ Bucket: v.name }))} />}
    />
  );
}

async function list(bucket: string, prefix: string): Promise<Row[]> {
  const rows: Row[] = [];
  let token: string | undefined;
  do {
    const reply = await s3().send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, Delimiter: '/', ContinuationToken: token }));
    rows.push(...(reply.CommonPrefixes ?? []).map((p) => ({ key: p.Prefix ?? '', folder: true })), ...(reply.Contents ?? []).filter((o) => o.Key !== prefix).map((o) => ({ key: o.Key ?? '', folder: false, size: o.Size, modified: o.LastModified })));
    token = reply.NextContinuationToken;
  } while (token && rows.length < 10_000);
  return rows;
}

function Objects({ bucket, prefix }: { bucket: string; prefix: string }) {
  const [turn, setTurn] = useState(0);
  const [busy, setBusy] = useState(false);
  const name = (row: Row) => row.key.slice(prefix.length);
  async function download(key: string) {
    try {
      const reply = await s3().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      // Whatever it claims to be, it is saved and not shown: its content is not ours.
      save(key.split('/').at(-1) ?? key, 'application/octet-stream', (await reply.Body?.transformToByteArray()) as unknown as BlobPart);
    } catch (error) {
      failed(error);
    }
  }
  async function upload(files: File[]) {
    setBusy(true);
    try {
      for (const file of files) await s3().send(new PutObjectCommand({ Bucket: bucket, Key: prefix + file.name, Body: new Uint8Array(await file.arrayBuffer()), ContentType: file.type || undefined }));
      succeeded(t.storedObjects(files.length));
      setTurn(turn + 1);
    } catch (error) {
      failed(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <SpaceBetween size="m">
      <ResourceTable<Row>
        id="objects" title={`${bucket}/${prefix}`} load={() => list(bucket, prefix)} on={[bucket, prefix, turn]} command={cli('s3 ls', {}) + ` s3://${bucket}/${prefix}`}
        empty={{ title: t.nothingHere, hint: t.uploadAFileOr }}
        columns={[
          { id: 'name', header: t.name, text: name, cell: (row) => (row.folder ? <Link href={href('s3', 'buckets', bucket, ...row.key.split('/').filter(Boolean))}>{name(row)}</Link> : <Button variant="inline-link" onClick={() => download(row.key)}>{name(row)}</Button>) },
          { id: 'size', header: t.bytes, number: true, order: (row) => row.size ?? -1, text: (row) => (row.folder ? '' : String(row.size ?? '')) },
          { id: 'modified', header: t.modified, text: (row) => when(row.modified) },
        ]}
        actions={(reload) => <>
          <Action label={t.deleteObject} after={reload} done={t.theObjectIsDeleted} fields={[{ name: 'key', label: t.key, initial: prefix }]} command={(v) => cli('s3api delete-object', { bucket, key: v.key })} run={(v) => s3().send(new DeleteObjectCommand({ Bucket: bucket, Key: v.key }))} />
          {!prefix && <Action label={t.deleteBucket} text={t.itMustBeEmpty} done={t.theBucketIsGone} after={() => { location.hash = href('s3', 'buckets'); }} command={() => cli('s3api delete-bucket', { bucket })} run={() => s3().send(new DeleteBucketCommand({ Bucket: bucket }))} />}
        </>}
      />
      <FileUpload multiple value={[]} onChange={({ detail }) => { void upload(detail.value); }} i18nStrings={{ uploadButtonText: () => (busy ? t.uploading : t.upload), dropzoneText: () => t.drop, removeFileAriaLabel: () => t.removeFile, errorIconAriaLabel: t.error, limitShowFewer: t.fewer, limitShowMore: t.more }} />
    </SpaceBetween>
  );
}
