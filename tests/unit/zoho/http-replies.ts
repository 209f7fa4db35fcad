/** Requests and replies that the tests of the HTTP client share. */
import { expect } from 'vitest';
import { SyncError } from '../../../sync/core/problem';
import { type HttpRequest } from '../../../sync/zoho/http';
import { json } from './scripted';

export const read: HttpRequest = {
  method: 'GET',
  path: '/crm/v8/Contacts',
  query: { fields: 'Last_Name', secret: 'canary@example.com' },
  writing: false,
  lane: 'sync',
  credits: 1,
};
export const write: HttpRequest = {
  method: 'POST',
  path: '/crm/v8/Contacts',
  body: { data: [{ Last_Name: 'Canary' }] },
  writing: true,
  lane: 'sync',
  credits: 1,
};
export const html = (status: number): Response =>
  new Response('<!doctype html><title>Sign in</title>', {
    status,
    headers: { 'content-type': 'text/html' },
  });
export const cut = (): Response =>
  new Response('{"data":[{"id":"1","Last_Na', {
    status: 200,
    headers: { 'content-type': 'application/json' },
  });
export const crm = (status: number, code: string, details: object = {}): Response =>
  json({ code, details, message: 'text', status: 'error' }, status);
export const wrapped = (status: number, code: string, details: object = {}): Response =>
  json({ data: [{ code, details, message: 'text', status: 'error' }] }, status);
export const desk = (status: number, errorCode: string, errors?: object[]): Response =>
  json({ errorCode, message: 'text', ...(errors === undefined ? {} : { errors }) }, status);

export async function errorOf(work: Promise<unknown>): Promise<SyncError> {
  const thrown: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(SyncError);
  return thrown as SyncError;
}
