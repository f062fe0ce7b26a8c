/**
 * The contract between the engine and a network plugin: <em>propose, observe, decide</em>.
 *
 * <p>A plugin keeps nothing between calls, owns no thread and no connection, and cannot send anything: it describes
 * commands, and the engine's one runner sends them, under a stored claim and a sure lease. So the order in which
 * things must happen, and every point where a process may die, sit in one place, and a plugin is a handful of pure
 * functions.
 *
 * <p>Who calls what, for one pod:
 * <ol>
 *   <li>{@link io.berth.spi.NetworkPlugin#admit} when the pod is about to be created, on any replica;
 *   <li>{@link io.berth.spi.NetworkPlugin#propose} on the leader, until there is a claim (or nothing to claim); the
 *       engine stores the claim on the pod before anything outside is touched;
 *   <li>{@link io.berth.spi.NetworkPlugin#observe}, for all pods of a pool at once, after each of the pod's effects;
 *   <li>{@link io.berth.spi.NetworkPlugin#decide} on what was seen: an act (one request, then observe again), or the
 *       goal is reached, or wait, or something foreign stands there, or what was promised is lost.
 * </ol>
 */
@NullMarked
package io.berth.spi;

import org.jspecify.annotations.NullMarked;
