package analysis

import (
	"context"
	"strings"
	"testing"
)

// A panic on a thread of its own would end the process; in the caller it is caught for each query.
func TestAPanicInParallelIsTheCallers(t *testing.T) {
	defer func() {
		if text, _ := recover().(string); !strings.HasPrefix(text, "broken") || !strings.Contains(text, "parallel_test.go") {
			t.Errorf("recovered %q", text)
		}
	}()
	r := &run{Analysis: &Analysis{options: Options{Threads: 3}}}
	err := r.inParallel(context.Background(), 10, func(i int) {
		if i == 4 {
			panic("broken")
		}
	})
	t.Errorf("went on with %v", err)
}
