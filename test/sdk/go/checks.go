package main

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strings"
	"time"

	"github.com/cloudflare/cloudflare-go/v6"
)

var (
	current = "start"
	steps   int
	checks  int
)

func step(name string) {
	current = name
	steps++
	fmt.Printf("%d. %s\n", steps, name)
}

func fail(what, expected string, seen any) {
	fmt.Fprintf(os.Stderr, "step %q: %s: expected %s, saw %v\n", current, what, expected, seen)
	os.Exit(1)
}

func equal[T any](what string, seen, expected T) {
	checks++
	if !reflect.DeepEqual(seen, expected) {
		fail(what, fmt.Sprintf("%#v", expected), fmt.Sprintf("%#v", seen))
	}
}

func sameTime(what string, seen, expected time.Time) {
	checks++
	if !seen.Equal(expected) {
		fail(what, expected.String(), seen)
	}
}

func matches(what, seen string, pattern *regexp.Regexp) {
	checks++
	if !pattern.MatchString(seen) {
		fail(what, "a string like "+pattern.String(), seen)
	}
}

func present(what, seen string) string {
	checks++
	if seen == "" {
		fail(what, "a value", "none")
	}
	return seen
}

// must fails the step when a call that should succeed does not.
func must(err error) {
	if err != nil {
		fail("the call", "an answer", err)
	}
}

// answer gives the response of a call that should succeed.
func answer[T any](response T, err error) T {
	must(err)
	return response
}

// refused expects the SDK's error with this status, and the service's text in it.
func refused(what string, err error, status int, text string) {
	checks++
	var refusal *cloudflare.Error
	if !errors.As(err, &refusal) || refusal.StatusCode != status || !strings.Contains(refusal.Error(), text) {
		fail(what, fmt.Sprintf("%d with %q", status, text), err)
	}
}
