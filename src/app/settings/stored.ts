// A data source's settings as Grafana stores them, read and written by its HTTP API. A change is written against the version that was read, so that
// Grafana refuses it where somebody else has changed the settings meanwhile. Secrets are neither read nor sent, and so stay as they are.
import { OrgRole } from '@grafana/data';
import { config, getBackendSrv, isFetchError } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import type { Settings } from '../../datasource/settings';

/** What GET /api/datasources/uid/:uid answers; what is not named here is sent back as it came. */
export interface Stored {
  uid: string;
  name: string;
  type: string;
  /** Counted up by every change. */
  version: number;
  /** Provisioned, and changed only in its file. */
  readOnly: boolean;
  jsonData: Settings;
}

/** Somebody has changed the settings since they were read. */
export class ChangedMeanwhile extends Error {}

export function mayChange(): boolean {
  const { isGrafanaAdmin, orgRole } = config.bootData.user;
  return isGrafanaAdmin === true || orgRole === OrgRole.Admin;
}

const address = (uid: string) => `/api/datasources/uid/${encodeURIComponent(uid)}`;

export function readStored(uid: string): Promise<Stored> {
  return request<Stored>({ method: 'GET', url: address(uid) });
}

/** Writes settings in the place of those that were read; gives them as they then are. */
export async function writeStored(read: Stored, jsonData: Settings): Promise<Stored> {
  // Between reading and writing lies what a person does; Grafana compares versions, and so does this, for what answers in its place.
  const now = await readStored(read.uid);
  if (now.version !== read.version) {
    throw new ChangedMeanwhile();
  }
  try {
    const { datasource } = await request<{ datasource: Stored }>({
      method: 'PUT',
      url: address(read.uid),
      data: { ...now, jsonData },
    });
    return datasource;
  } catch (error) {
    if (isFetchError(error) && (error.status === 409 || error.status === 412)) {
      throw new ChangedMeanwhile();
    }
    throw error;
  }
}

/** What the data source's health check says to a model after a change; [] where all is well. */
export async function problemsOf(uid: string, model: string): Promise<string[]> {
  const { details } = await request<Health>({ method: 'GET', url: `${address(uid)}/health` }).catch(
    (error: unknown) => {
      if (isFetchError<Health>(error) && error.data?.details) {
        return error.data; // an unhealthy data source answers with status 400
      }
      throw error;
    }
  );
  return details?.models?.find(({ model: name }) => name === model)?.problems ?? [];
}

interface Health {
  details?: { models?: Array<{ model: string; problems?: string[] }> };
}

/** The pages say themselves what came of it. */
const quiet = { showErrorAlert: false, showSuccessAlert: false };

async function request<T>(options: { method: string; url: string; data?: unknown }): Promise<T> {
  return (await lastValueFrom(getBackendSrv().fetch<T>({ ...options, ...quiet }))).data;
}
