package plugins

import "runtime"

// starter runs functions on one thread of the system that never ends. Linux sends the signal of a dead parent when the *thread* that started the
// process ends, and Go ends threads when it likes.
type starter struct{ calls chan func() }

func newStarter() *starter {
	s := &starter{calls: make(chan func())}
	go func() {
		runtime.LockOSThread()
		for call := range s.calls {
			call()
		}
	}()
	return s
}

func (s *starter) do(call func() error) error {
	result := make(chan error)
	s.calls <- func() { result <- call() }
	return <-result
}
