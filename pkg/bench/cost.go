package main

import (
	"os"
	"runtime"
	"slices"
	"syscall"
	"time"
)

// cost is what a piece of work took.
type cost struct {
	CPU  time.Duration // user and system time of the whole process: all threads, garbage collection included
	Wall time.Duration
	Peak int64 // bytes of memory that the process held at most, while and before it worked; see forgetPeak
}

// spend does a piece of work and says what it took.
func spend(work func() error) (cost, error) {
	forgetPeak()
	began, cpu := time.Now(), usage().cpu
	err := work()
	after := usage()
	return cost{CPU: after.cpu - cpu, Wall: time.Since(began), Peak: after.peak}, err
}

type used struct {
	cpu  time.Duration
	peak int64
}

func usage() used {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // RUSAGE_SELF is always there
	}
	peak := int64(u.Maxrss)
	if runtime.GOOS != "darwin" {
		peak *= 1024 // all but Apple count in kilobytes
	}
	return used{cpu: time.Duration(u.Utime.Nano() + u.Stime.Nano()), peak: peak}
}

// forgetPeak makes the kernel measure the peak from now on, where it can (Linux); elsewhere the peak is that of the process so far.
func forgetPeak() {
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
}

// median of a list that is not empty; the mean of the middle two where there is no middle.
func median[T ~int64 | ~float64](list []T) T {
	sorted := slices.Sorted(slices.Values(list))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
