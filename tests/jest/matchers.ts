import '@testing-library/jest-dom';
import { configure } from '@testing-library/dom';

// A busy machine: what a test waits for may take longer than the library's second.
configure({ asyncUtilTimeout: 10_000 });
