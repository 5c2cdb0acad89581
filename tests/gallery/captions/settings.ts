// What the scenes of the data source's settings page show.
import type { Chapter } from './chapter';

export const settingsCaptions: Chapter[] = [
  {
    title: 'Settings of the data source',
    intro: 'A path of five steps, from the store to the check; each says what it found before anything is saved.',
    captions: {
      'settings-empty': 'Nothing is set yet: the folder first.',
      'settings-server':
        'The log is in a table of a server: its address, its user, and which rights that needs. A saved password is never shown again.',
      'settings-server-new': 'A server before anything is said of it.',
      'settings-prometheus':
        'Metrics of features are on a Prometheus that many share: its tenant, and a family of them in place of a table.',
      'settings-loki': 'Predictions are lines in a Loki: the log query that reads them, in place of a table.',
      'settings-partition': 'The table of a lake, and the column of days that it is partitioned by.',
      'settings-service':
        'The spans of services: when a request began, who answered, how long it took and whether it failed.',
      'settings-service-narrow': 'The same spans with little room.',
      'settings-service-layout': 'Of spans as OpenTelemetry writes them the columns are known.',
      'settings-files': 'The files and patterns of files that lie in the folder.',
      'settings-files-narrow': 'The same with little room.',
      'settings-columns': 'What each column is for, as it was guessed, with the reason.',
      'settings-columns-narrow': 'The same columns with little room.',
      'settings-reference': 'The reference is chosen on the rows of the log, window by window.',
      'settings-reference-narrow': 'The same reference with little room.',
      'settings-reference-list': 'Several references: from a day on, and of one version of the model.',
      'settings-check-green': 'Everything was found.',
      'settings-check-unsaved': 'Everything was found, and nothing is saved yet.',
      'settings-several': 'Two models.',
      'settings-removed': 'A model was removed, and can be brought back.',
      'settings-provisioned': 'Settings that come from a file can be read here, not changed.',
    },
  },
  {
    title: 'What goes wrong in the settings',
    intro: 'Each problem names the step that mends it.',
    captions: {
      'settings-folder-wrong': 'A folder that the server’s operator does not allow.',
      'settings-server-wrong': 'The server does not let the user in.',
      'settings-file-wrong': 'No file matches.',
      'settings-commas': 'Numbers with a decimal comma were read as texts.',
      'settings-service-wrong': 'Spans with a column that is not there, and without how long a request took.',
      'settings-columns-none': 'No column has a role yet.',
      'settings-reference-none': 'No reference is chosen: the beginning of the log is taken.',
      'settings-reference-outside': 'The reference lies outside the log.',
      'settings-check-warnings': 'The check found a name that is not known, and a reference that is short.',
      'settings-check-warnings-narrow': 'The same check with little room.',
      'settings-check-nothing-left':
        'The reference goes to the end of the log, so that nothing is left to judge: a warning, and the step that mends it.',
      'settings-odd-files':
        'Two files of the pattern are unlike the others: what becomes of their rows, and the pattern that leaves them out, taken at a press.',
      'settings-tested':
        '“Save & test” passed, with a warning: a line for each model, in the place of Grafana’s own message.',
    },
  },
];
