-- Les bilans reçus d’un SIRET qui n’est pas attendu
SELECT siret AS "SIRET", nom AS "Collectivité", fichier AS "Fichier", statut AS "Statut"
FROM suivi ANTI JOIN attendus USING (siret) WHERE EXISTS (FROM attendus) ORDER BY siret, fichier
