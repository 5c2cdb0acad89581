// The heading of a part of a page: one level below the page's title.
import { Box, Text } from '@grafana/ui';
import React from 'react';

export function Heading({ children }: { children: string }) {
  return (
    <Box marginBottom={1}>
      <Text element="h2" variant="h3">
        {children}
      </Text>
    </Box>
  );
}
