package loki

import (
	"context"
	"slices"
	"strconv"
	"time"
)

const (
	mostStreams = 1000
	// recent is how far back streams are looked for that a person may choose from.
	recent = 7 * 24 * time.Hour
)

// namingLabels are those that name a service, the first one that there is: service_name is what Loki and OpenTelemetry call it.
var namingLabels = []string{"service_name", "app", "job", "container"}

// Tables lists selectors that a person may choose from, by service, and tells whether there are more.
func (s *Store) Tables(ctx context.Context) (names []string, more bool, err error) {
	from, to := s.now().Add(-recent), s.now()
	labels, err := s.api.labelNames(ctx, from, to)
	if err != nil {
		return nil, false, err
	}
	names = []string{}
	for _, label := range namingLabels {
		if !slices.Contains(labels, label) {
			continue
		}
		values, err := s.api.labelValues(ctx, label, from, to)
		if err != nil {
			return nil, false, err
		}
		for _, value := range values {
			names = append(names, "{"+label+"="+strconv.Quote(value)+"}")
		}
		break
	}
	slices.Sort(names)
	if len(names) > mostStreams {
		return names[:mostStreams], true, nil
	}
	return names, false, nil
}
